CREATE VIEW ordinary_DeviceInfo AS
SELECT
    -- Once a day, and the last time shortly before now, so that "latest state" is never a day old.
    CASE r.range
        WHEN 0 THEN anchor() - to_minutes(5 + CAST(pick(d.i, 'report', 40) AS INTEGER))
        ELSE anchor() - to_days(CAST(r.range AS INTEGER))
            + to_minutes(CAST(pick(d.i * 40 + r.range, 'report', 1300) AS INTEGER))
    END AS Timestamp,
    d.device_id AS DeviceId,
    d.dns_name AS DeviceName,
    '10.8760.26100.1' AS ClientVersion,
    d.public_ip AS PublicIP,
    CASE d.processor WHEN 'ARM64' THEN 'ARM64' ELSE '64-bit' END AS OSArchitecture,
    d.os_platform AS OSPlatform,
    d.os_build AS OSBuild,
    d.os_version AS OSVersion,
    d.os_version AS OSVersionInfo,
    d.os_platform AS OSDistribution,
    d.family = 'windows' AS IsAzureADJoined,
    'Hybrid Azure AD Join' AS JoinType,
    d.aad_id AS AadDeviceId,
    CAST(to_json([{UserName: d.owner, DomainName: d.domain, Sid: d.sid}]) AS VARCHAR)
        AS LoggedOnUsers,
    d.group_name AS MachineGroup,
    r.range * 1000 + d.i + 1 AS ReportId,
    'Onboarded' AS OnboardingStatus,
    '{}' AS AdditionalFields,
    'Endpoint' AS DeviceCategory,
    CASE WHEN d.is_server THEN 'Server' ELSE 'Workstation' END AS DeviceType,
    CASE WHEN d.family = 'macos' THEN 'Apple' ELSE 'Fabrikam' END AS Vendor,
    'Active' AS SensorHealthState,
    d.name LIKE 'srv-web%' OR d.name = 'srv-app-03' AS IsInternetFacing,
    false AS IsExcluded,
    false AS IsTransient,
    list_extract(['Low', 'Medium', 'High'], pick(d.i, 'exposure', 3) + 1) AS ExposureLevel,
    CASE WHEN d.is_server THEN 'High' ELSE 'Normal' END AS AssetValue,
    guid(d.i, 'hardware') AS HardwareUuid,
    '[]' AS DeviceManualTags,
    '[]' AS DeviceDynamicTags
FROM devices AS d, range(30) AS r;

CREATE VIEW ordinary_DeviceNetworkInfo AS
SELECT
    i.Timestamp,
    i.DeviceId,
    i.DeviceName,
    guid(d.i, 'adapter') AS NetworkAdapterName,
    d.mac AS MacAddress,
    'Ethernet' AS NetworkAdapterType,
    'Up' AS NetworkAdapterStatus,
    'None' AS TunnelType,
    CAST(
        to_json([{Name: d.domain, Category: 'DomainAuthenticated', IsConnectedToInternet: true}])
        AS VARCHAR
    ) AS ConnectedNetworks,
    '["10.4.10.39","10.4.10.40"]' AS DnsAddresses,
    regexp_replace(d.ip, '[0-9]+$', '1') AS IPv4Dhcp,
    CAST(to_json([regexp_replace(d.ip, '[0-9]+$', '1')]) AS VARCHAR) AS DefaultGateways,
    CAST(to_json([{IPAddress: d.ip, SubnetPrefix: 24, AddressType: 'Private'}]) AS VARCHAR)
        AS IPAddresses,
    i.ReportId,
    'Onboarded' AS OnboardingStatus,
    'contoso.example' AS NetworkAdapterDnsSuffix
FROM ordinary_DeviceInfo AS i
JOIN devices AS d ON d.device_id = i.DeviceId;

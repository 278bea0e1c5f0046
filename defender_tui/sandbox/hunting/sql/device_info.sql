INSERT INTO DeviceInfo BY NAME
SELECT
    date_trunc('day', anchor()) - to_days(r.range) + to_minutes(10 + pick(r.range, d.dns_name, 60))
        - to_days(1) AS Timestamp,
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
    to_json([{UserName: d.owner, DomainName: d.domain, Sid: d.sid}]) AS LoggedOnUsers,
    d.group_name AS MachineGroup,
    r.range + 1 AS ReportId,
    'Onboarded' AS OnboardingStatus,
    '{}' AS AdditionalFields,
    'Endpoint' AS DeviceCategory,
    CASE WHEN d.is_server THEN 'Server' ELSE 'Workstation' END AS DeviceType,
    CASE WHEN d.family = 'macos' THEN 'Apple' ELSE 'Dell Inc.' END AS Vendor,
    'Active' AS SensorHealthState,
    d.dns_name LIKE 'srv-web%' AS IsInternetFacing,
    false AS IsExcluded,
    false AS IsTransient,
    list_extract(['Low', 'Medium', 'High'], pick(d.i, 'exposure', 3) + 1) AS ExposureLevel,
    CASE WHEN d.is_server THEN 'High' ELSE 'Normal' END AS AssetValue,
    guid(d.i, 'hardware') AS HardwareUuid,
    '[]' AS DeviceManualTags,
    '[]' AS DeviceDynamicTags
FROM devices AS d, range(30) AS r;

-- A device reports once more shortly before now, so that "latest state" is never a day old.
INSERT INTO DeviceInfo
SELECT * REPLACE (anchor() - to_minutes(5 + ReportId) AS Timestamp)
FROM DeviceInfo
WHERE ReportId = 1;

INSERT INTO DeviceNetworkInfo BY NAME
SELECT
    i.Timestamp,
    i.DeviceId,
    i.DeviceName,
    guid(d.i, 'adapter') AS NetworkAdapterName,
    d.mac AS MacAddress,
    'Ethernet' AS NetworkAdapterType,
    'Up' AS NetworkAdapterStatus,
    'None' AS TunnelType,
    to_json([{Name: d.domain, Category: 'DomainAuthenticated', IsConnectedToInternet: true}])
        AS ConnectedNetworks,
    '["10.4.10.39","10.4.10.40"]' AS DnsAddresses,
    regexp_replace(d.ip, '[0-9]+$', '1') AS IPv4Dhcp,
    to_json([regexp_replace(d.ip, '[0-9]+$', '1')]) AS DefaultGateways,
    to_json([{IPAddress: d.ip, SubnetPrefix: 24, AddressType: 'Private'}]) AS IPAddresses,
    i.ReportId,
    'Onboarded' AS OnboardingStatus,
    'contoso.example' AS NetworkAdapterDnsSuffix
FROM DeviceInfo AS i
JOIN devices AS d ON d.device_id = i.DeviceId;

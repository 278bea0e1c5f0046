CREATE VIEW ordinary_DeviceTvmSoftwareInventory AS
SELECT
    d.device_id AS DeviceId,
    d.dns_name AS DeviceName,
    d.os_platform AS OSPlatform,
    d.os_version AS OSVersion,
    d.processor AS OSArchitecture,
    s.vendor AS SoftwareVendor,
    s.name AS SoftwareName,
    s.version AS SoftwareVersion,
    CASE WHEN s.name = '.net_framework' AND pick(d.i, 'old', 5) = 0 THEN 'EOS Version' END
        AS EndOfSupportStatus,
    'cpe:2.3:a:' || s.vendor || ':' || s.name || ':' || s.version || ':*:*:*:*:*:*:*'
        AS ProductCodeCpe
FROM devices AS d
JOIN installed_software AS s
    ON (s.on_windows = '1') = (d.family = 'windows')
    AND pick(d.i, s.name, 10) < 7;

CREATE VIEW ordinary_DeviceTvmSoftwareVulnerabilities AS
SELECT
    i.* EXCLUDE (EndOfSupportStatus, ProductCodeCpe),
    s.cve AS CveId,
    s.severity AS VulnerabilitySeverityLevel,
    s.kb AS RecommendedSecurityUpdateId,
    '[]'::JSON AS CveTags
FROM ordinary_DeviceTvmSoftwareInventory AS i
JOIN installed_software AS s ON s.name = i.SoftwareName AND s.cve <> '';

CREATE VIEW ordinary_DeviceTvmSoftwareVulnerabilitiesKB AS
SELECT DISTINCT ON (cve)
    cve AS CveId,
    score AS CvssScore,
    severity = 'Critical' AS IsExploitAvailable,
    severity AS VulnerabilitySeverityLevel,
    anchor() - to_days(12) AS LastModifiedTime,
    anchor() - to_days(90) AS PublishedDate,
    'A flaw in ' || vendor || ' ' || name || '.' AS VulnerabilityDescription,
    to_json([vendor || ':' || name]) AS AffectedSoftware
FROM installed_software
WHERE cve <> ''
ORDER BY cve, name;

CREATE VIEW ordinary_DeviceTvmHardwareFirmware AS
SELECT
    d.device_id AS DeviceId,
    d.dns_name AS DeviceName,
    c.kind AS ComponentType,
    CASE WHEN d.family = 'macos' THEN 'Apple' ELSE c.maker END AS Manufacturer,
    c.name AS ComponentName,
    c.kind AS ComponentFamily,
    '1.' || pick(d.i, c.kind, 40) || '.0' AS ComponentVersion,
    '{}'::JSON AS AdditionalFields
FROM devices AS d
CROSS JOIN (
    VALUES ('Bios', 'Fabrikam', 'System firmware'),
        ('Processor', 'Adatum', 'Adatum X9'),
        ('TPM', 'Woodgrove', 'TPM 2.0')
) AS c(kind, maker, name);

CREATE VIEW ordinary_DeviceTvmInfoGathering AS
SELECT
    anchor() - to_minutes(60 + CAST(pick(i, 'gathered', 600) AS INTEGER)) AS Timestamp,
    anchor() - to_minutes(30 + CAST(pick(i, 'gathered', 600) AS INTEGER)) AS LastSeenTime,
    device_id AS DeviceId,
    dns_name AS DeviceName,
    os_platform AS OSPlatform,
    to_json({
        AvMode: CASE family WHEN 'windows' THEN 'Active' ELSE 'Passive' END,
        AvSignatureVersion: '1.421.' || pick(i, 'signature', 90) || '.0',
        CloudProtectionState: pick(i, 'cloud', 12) > 0,
        TamperProtection: pick(i, 'tamper', 20) > 0
    }) AS AdditionalFields
FROM devices;

CREATE VIEW ordinary_DeviceTvmInfoGatheringKB AS
SELECT
    'ig-' || row_number() OVER () AS IgId,
    field AS FieldName,
    about AS Description,
    '["antivirus"]'::JSON AS Categories,
    kind AS DataStructure
FROM (
    VALUES ('AvMode', 'How the antivirus runs.', 'string'),
        ('AvSignatureVersion', 'Version of the antivirus definitions.', 'string'),
        ('CloudProtectionState', 'Whether unknown files are checked in the cloud.', 'boolean'),
        ('TamperProtection', 'Whether settings are guarded against change.', 'boolean')
) AS f(field, about, kind);

CREATE VIEW configurations AS
SELECT *
FROM (
    VALUES ('scid-2011', 'Security controls', 'Antivirus', 8.0, 'Keep definitions up to date'),
        ('scid-2012', 'Security controls', 'Antivirus', 9.0, 'Turn on real-time protection'),
        ('scid-2003', 'Security controls', 'Antivirus', 9.0, 'Turn on tamper protection'),
        ('scid-96', 'OS', 'Accounts', 6.0, 'Deny guests a logon over the network'),
        ('scid-2503', 'Security controls', 'Attack surface', 9.0, 'Block child processes of Office'),
        ('scid-3', 'Network', 'Firewall', 7.0, 'Switch the first version of SMB off')
) AS c(id, category, subcategory, impact, name);

CREATE VIEW ordinary_DeviceTvmSecureConfigurationAssessment AS
SELECT
    d.device_id AS DeviceId,
    d.dns_name AS DeviceName,
    d.os_platform AS OSPlatform,
    anchor() - to_minutes(90 + CAST(pick(d.i, c.id, 900) AS INTEGER)) AS Timestamp,
    c.id AS ConfigurationId,
    c.category AS ConfigurationCategory,
    c.subcategory AS ConfigurationSubcategory,
    CAST(c.impact AS DOUBLE) AS ConfigurationImpact,
    d.family <> 'windows' OR pick(d.i, c.id, 100) < 84 AS IsCompliant,
    d.family = 'windows' AS IsApplicable,
    '[]'::JSON AS Context,
    false AS IsExpectedUserImpact
FROM devices AS d
CROSS JOIN configurations AS c;

CREATE VIEW ordinary_DeviceTvmSecureConfigurationAssessmentKB AS
SELECT
    id AS ConfigurationId,
    CAST(impact AS DOUBLE) AS ConfigurationImpact,
    name AS ConfigurationName,
    name || ' on all devices.' AS ConfigurationDescription,
    'Without it, attackers have an easier way in.' AS RiskDescription,
    category AS ConfigurationCategory,
    subcategory AS ConfigurationSubcategory,
    '[]'::JSON AS ConfigurationBenchmarks,
    '[]'::JSON AS Tags,
    'Set it by policy.' AS RemediationOptions
FROM configurations;

CREATE VIEW ordinary_DeviceTvmBrowserExtensions AS
SELECT
    d.device_id AS DeviceId,
    'edge' AS BrowserName,
    x.id AS ExtensionId,
    x.name AS ExtensionName,
    '1.' || pick(d.i, x.id, 9) AS ExtensionVersion,
    x.risk AS ExtensionRisk,
    true AS IsActivated
FROM devices AS d
JOIN (
    VALUES ('adblockfabrikam', 'Fabrikam Ad Filter', 'Low'),
        ('couponwingtip', 'Wingtip Coupons', 'High'),
        ('passwoodgrove', 'Woodgrove Passwords', 'Medium')
) AS x(id, name, risk) ON NOT d.is_server AND pick(d.i, x.id, 4) = 0;

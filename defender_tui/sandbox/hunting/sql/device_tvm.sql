INSERT INTO DeviceTvmSoftwareInventory BY NAME
SELECT
    d.device_id AS DeviceId,
    d.dns_name AS DeviceName,
    d.os_platform AS OSPlatform,
    d.os_version AS OSVersion,
    d.processor AS OSArchitecture,
    s.vendor AS SoftwareVendor,
    s.name AS SoftwareName,
    s.version AS SoftwareVersion,
    'cpe:2.3:a:' || s.vendor || ':' || s.name || ':' || s.version || ':*:*:*:*:*:*:*'
        AS ProductCodeCpe
FROM devices AS d
JOIN installed_software AS s
    ON (s.on_windows = '1') = (d.family = 'windows')
    AND pick(d.i, s.name, 10) < 7;

INSERT INTO DeviceTvmSoftwareVulnerabilities BY NAME
SELECT
    i.* EXCLUDE (EndOfSupportStatus, EndOfSupportDate, ProductCodeCpe),
    s.cve AS CveId,
    s.severity AS VulnerabilitySeverityLevel,
    s.kb AS RecommendedSecurityUpdateId,
    '[]'::JSON AS CveTags
FROM DeviceTvmSoftwareInventory AS i
JOIN installed_software AS s ON s.name = i.SoftwareName AND s.cve <> '';

INSERT INTO DeviceTvmSoftwareVulnerabilitiesKB BY NAME
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

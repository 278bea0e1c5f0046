INSERT INTO DeviceProcessEvents BY NAME
SELECT
    COLUMNS('^[A-Z]'),
    'ProcessCreated' AS ActionType,
    s.image AS FileName,
    f.path AS FolderPath,
    f.sha1 AS SHA1,
    f.sha256 AS SHA256,
    f.md5 AS MD5,
    f.size_bytes AS FileSize,
    f.publisher AS ProcessVersionInfoCompanyName,
    f.product AS ProcessVersionInfoProductName,
    s.image AS ProcessVersionInfoInternalFileName,
    upper(s.image) AS ProcessVersionInfoOriginalFileName,
    f.product AS ProcessVersionInfoFileDescription,
    4 * (pick(e.i, 'child', 6000) + 300) AS ProcessId,
    replace(s.command_line, '{user}', e.owner) AS ProcessCommandLine,
    CASE s.account WHEN 'user' THEN 'Medium' ELSE 'System' END AS ProcessIntegrityLevel,
    'TokenElevationTypeDefault' AS ProcessTokenElevation,
    e.Timestamp AS ProcessCreationTime,
    CASE s.account WHEN 'user' THEN d.domain ELSE 'nt authority' END AS AccountDomain,
    CASE s.account WHEN 'user' THEN d.owner ELSE 'system' END AS AccountName,
    CASE s.account WHEN 'user' THEN d.sid ELSE 'S-1-5-18' END AS AccountSid,
    CASE s.account WHEN 'user' THEN d.upn END AS AccountUpn,
    CASE s.account WHEN 'user' THEN d.object_id END AS AccountObjectId,
    CASE s.account WHEN 'user' THEN 400000 + pick(e.i, 'logon', 99999) ELSE 999 END AS LogonId,
    CASE s.account WHEN 'user' THEN 'Medium' ELSE 'System' END
        AS InitiatingProcessIntegrityLevel,
    'TokenElevationTypeDefault' AS InitiatingProcessTokenElevation,
    'OsVendor' AS InitiatingProcessSignerType,
    'Valid' AS InitiatingProcessSignatureStatus,
    guid(e.i, 'process') AS ProcessUniqueId,
    '{}' AS AdditionalFields
FROM initiated(15000, 'process', 'parents') AS e
JOIN processes AS s USING (family, slot)
JOIN devices AS d ON d.device_id = e.DeviceId
LEFT JOIN files AS f ON f.name = s.image;

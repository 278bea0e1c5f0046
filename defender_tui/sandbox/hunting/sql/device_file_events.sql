INSERT INTO DeviceFileEvents BY NAME
SELECT
    COLUMNS('^[A-Z]'),
    s.action AS ActionType,
    replace(s.name, '{n}', CAST(pick(e.i, 'name', 90000) AS VARCHAR)) AS FileName,
    replace(s.folder, '{user}', e.owner)
        || CASE e.family WHEN 'windows' THEN chr(92) ELSE '/' END
        || replace(s.name, '{n}', CAST(pick(e.i, 'name', 90000) AS VARCHAR)) AS FolderPath,
    sha1('file' || e.i) AS SHA1,
    sha256('file' || e.i) AS SHA256,
    md5('file' || e.i) AS MD5,
    512 + pick(e.i, 'size', 4000000) AS FileSize,
    'Local' AS RequestProtocol,
    d.owner AS RequestAccountName,
    d.domain AS RequestAccountDomain,
    d.sid AS RequestAccountSid,
    'Medium' AS InitiatingProcessIntegrityLevel,
    'TokenElevationTypeDefault' AS InitiatingProcessTokenElevation,
    '{}' AS AdditionalFields
FROM initiated(8000, 'file', 'file_changes') AS e
JOIN file_changes AS s USING (family, slot)
JOIN devices AS d ON d.device_id = e.DeviceId;

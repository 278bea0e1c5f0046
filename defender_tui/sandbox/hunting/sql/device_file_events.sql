CREATE TABLE file_acts AS FROM acts(32000, 'file', 'file_changes');
CREATE VIEW ordinary_DeviceFileEvents AS
SELECT
    e.* EXCLUDE (i, line, device_i, account),
    s.action AS ActionType,
    replace(s.name, '{n}', CAST(pick(e.i, 'name', 90000) AS VARCHAR)) AS FileName,
    replace(s.folder, '{user}', d.owner)
        || CASE d.family WHEN 'windows' THEN chr(92) ELSE '/' END
        || replace(s.name, '{n}', CAST(pick(e.i, 'name', 90000) AS VARCHAR)) AS FolderPath,
    sha1('file' || e.i) AS SHA1,
    sha256('file' || e.i) AS SHA256,
    md5('file' || e.i) AS MD5,
    512 + pick(e.i, 'size', 4000000) AS FileSize,
    'Local' AS RequestProtocol,
    d.owner AS RequestAccountName,
    d.domain AS RequestAccountDomain,
    d.sid AS RequestAccountSid,
    '{}' AS AdditionalFields
FROM initiated('file_acts', 'file') AS e
JOIN file_changes AS s USING (line)
JOIN devices AS d ON d.i = e.device_i;

CREATE TABLE image_acts AS
SELECT a.*
FROM acts(15000, 'image', 'processes') AS a
JOIN devices AS d ON d.i = a.device_i AND d.family = 'windows';
CREATE VIEW ordinary_DeviceImageLoadEvents AS
SELECT
    e.* EXCLUDE (i, line, device_i, account),
    'ImageLoaded' AS ActionType,
    f.name AS FileName,
    f.path AS FolderPath,
    f.sha1 AS SHA1,
    f.sha256 AS SHA256,
    f.md5 AS MD5,
    f.size_bytes AS FileSize
FROM initiated('image_acts', 'image') AS e
JOIN (
    SELECT *, row_number() OVER (ORDER BY name) - 1 AS number FROM files WHERE name LIKE '%.dll'
        AND publisher <> ''
) AS f
    ON f.number
    = pick(e.i, 'dll', (SELECT count(*) FROM files WHERE name LIKE '%.dll' AND publisher <> ''));

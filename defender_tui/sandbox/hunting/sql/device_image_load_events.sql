INSERT INTO DeviceImageLoadEvents BY NAME
SELECT
    COLUMNS('^[A-Z]'),
    'ImageLoaded' AS ActionType,
    f.name AS FileName,
    f.path AS FolderPath,
    f.sha1 AS SHA1,
    f.sha256 AS SHA256,
    f.md5 AS MD5,
    f.size_bytes AS FileSize,
    'Medium' AS InitiatingProcessIntegrityLevel,
    'TokenElevationTypeDefault' AS InitiatingProcessTokenElevation
FROM initiated(5000, 'image', 'processes') AS e
JOIN (
    SELECT *, row_number() OVER (ORDER BY name) - 1 AS number FROM files WHERE name LIKE '%.dll'
) AS f ON f.number = pick(e.i, 'dll', 7)
WHERE e.family = 'windows';

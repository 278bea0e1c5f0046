-- Who runs what where: one row per image that can start something.
CREATE TABLE initiators AS
SELECT
    p.family,
    p.image,
    coalesce(min(p.account), 'system') AS account,
    p.image AS InitiatingProcessFileName,
    any_value(f.path) AS InitiatingProcessFolderPath,
    any_value(f.sha1) AS InitiatingProcessSHA1,
    any_value(f.sha256) AS InitiatingProcessSHA256,
    any_value(f.md5) AS InitiatingProcessMD5,
    any_value(f.size_bytes) AS InitiatingProcessFileSize,
    any_value(f.publisher) AS InitiatingProcessVersionInfoCompanyName,
    any_value(f.product) AS InitiatingProcessVersionInfoProductName,
    '10.0.26100.1' AS InitiatingProcessVersionInfoProductVersion,
    p.image AS InitiatingProcessVersionInfoInternalFileName,
    upper(p.image) AS InitiatingProcessVersionInfoOriginalFileName,
    any_value(f.product) AS InitiatingProcessVersionInfoFileDescription,
    first(coalesce(nullif(p.command_line, ''), p.image) ORDER BY p.command_line DESC) AS command_line,
    first(coalesce(nullif(p.parent, ''), 'services.exe') ORDER BY p.parent DESC)
        AS InitiatingProcessParentFileName
FROM (
    SELECT family, image, parent, account, command_line FROM processes
    UNION ALL SELECT DISTINCT family, parent, '', account, '' FROM processes
    UNION ALL SELECT DISTINCT family, image, '', NULL, '' FROM slot_images
) AS p
LEFT JOIN files AS f ON f.name = p.image
GROUP BY p.family, p.image;

-- n moments on machines, each with the process that acts in the line of the sheet it falls on.
CREATE MACRO initiated(n, salt, sheet_name) AS TABLE
SELECT
    e.i,
    e.family,
    e.slot,
    p.account,
    e.owner,
    e.Timestamp,
    e.DeviceId,
    e.DeviceName,
    e.i + 1 AS ReportId,
    p.* EXCLUDE (family, image, account, command_line),
    replace(p.command_line, '{user}', e.owner) AS InitiatingProcessCommandLine,
    4 * (pick(e.i, salt || 'pid', 5000) + 200) AS InitiatingProcessId,
    4 * (pick(e.i, salt || 'ppid', 2000) + 100) AS InitiatingProcessParentId,
    e.Timestamp - to_microseconds(pick(e.i, salt || 'up', 7200000000) + 900)
        AS InitiatingProcessCreationTime,
    e.Timestamp - to_microseconds(pick(e.i, salt || 'up', 7200000000) + 86400000000)
        AS InitiatingProcessParentCreationTime,
    CASE p.account WHEN 'user' THEN e.domain ELSE 'nt authority' END
        AS InitiatingProcessAccountDomain,
    CASE p.account WHEN 'user' THEN e.owner ELSE 'system' END AS InitiatingProcessAccountName,
    CASE p.account WHEN 'user' THEN e.sid ELSE 'S-1-5-18' END AS InitiatingProcessAccountSid,
    CASE p.account WHEN 'user' THEN e.upn END AS InitiatingProcessAccountUpn,
    CASE p.account WHEN 'user' THEN e.object_id END AS InitiatingProcessAccountObjectId,
    CASE p.account WHEN 'user' THEN 1 ELSE 0 END AS InitiatingProcessSessionId,
    false AS IsInitiatingProcessRemoteSession,
    guid(e.i, salt || 'unique') AS InitiatingProcessUniqueId
FROM (
    SELECT
        r.range AS i,
        d.family,
        d.owner,
        d.domain,
        d.sid,
        d.upn,
        d.object_id,
        moment(r.range, salt) AS Timestamp,
        d.device_id AS DeviceId,
        d.dns_name AS DeviceName,
        pick(r.range, salt || 'slot', 100) AS slot
    FROM range(scaled(n)) AS r
    JOIN devices AS d ON d.i = pick(r.range, salt || 'device', (SELECT count(*) FROM devices))
) AS e
JOIN slot_images AS s ON s.sheet = sheet_name AND s.family = e.family AND s.slot = e.slot
JOIN initiators AS p ON p.family = e.family AND p.image = s.image;

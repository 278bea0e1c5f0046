-- One number for a sheet, a family of systems, a kind of account and one of 200 slots.
CREATE MACRO slot_number(sheet, family, who, slot) AS
    1200 * list_position(
        ['processes', 'connections', 'file_changes', 'registry_changes', 'sensor_events'], sheet
    )
    + 400 * list_position(['windows', 'linux', 'macos'], family)
    + 200 * CAST(who = 'user' AS INTEGER)
    + slot;

-- How often each line of a sheet comes up among 200, for each operating system and kind of account.
CREATE TABLE slots AS
SELECT
    line,
    slot_number(
        sheet,
        family,
        who,
        unnest(range(CAST(round(200 * share_from) AS BIGINT), CAST(round(200 * share_to) AS BIGINT)))
    ) AS number
FROM (
    SELECT
        *,
        (sum(weight) OVER ordered - weight) / sum(weight) OVER (PARTITION BY sheet, family, who)
            AS share_from,
        sum(weight) OVER ordered / sum(weight) OVER (PARTITION BY sheet, family, who) AS share_to
    FROM turns
    WINDOW ordered AS (PARTITION BY sheet, family, who ORDER BY line)
);

-- The process that acts in a line: who runs it and where its file lies.
CREATE TABLE acting AS
SELECT
    l.line,
    l.who AS account,
    l.command_line,
    l.image AS InitiatingProcessFileName,
    f.path AS InitiatingProcessFolderPath,
    f.sha1 AS InitiatingProcessSHA1,
    f.sha256 AS InitiatingProcessSHA256,
    f.md5 AS InitiatingProcessMD5,
    f.size_bytes AS InitiatingProcessFileSize,
    f.publisher AS InitiatingProcessVersionInfoCompanyName,
    f.product AS InitiatingProcessVersionInfoProductName,
    '10.0.26100.1' AS InitiatingProcessVersionInfoProductVersion,
    l.image AS InitiatingProcessVersionInfoInternalFileName,
    upper(l.image) AS InitiatingProcessVersionInfoOriginalFileName,
    f.product AS InitiatingProcessVersionInfoFileDescription,
    l.parent AS InitiatingProcessParentFileName
FROM lines AS l
LEFT JOIN files AS f ON f.name = l.image;

-- n things that happen on machines: most while people work, the others at any time.
CREATE MACRO acts(n, salt, wanted) AS TABLE
SELECT a.i, a.moment, CAST(a.device_i AS USMALLINT) AS device_i, CAST(s.line AS USMALLINT) AS line
FROM (
    SELECT *, 'user' AS who FROM machine_acts(scaled(n * 0.7), salt, 'people')
    UNION ALL
    SELECT i + scaled(n * 0.7), moment, device_i, 'system'
    FROM machine_acts(scaled(n * 0.3), salt || 'system', 'machines')
) AS a
JOIN devices AS d ON d.i = a.device_i
JOIN slots AS s
    ON s.number = slot_number(wanted, d.family, a.who, pick(a.i, salt || 'slot', 200));

-- Acts with what most tables say of them: the device and the process behind.
CREATE MACRO initiated(acts_name, salt) AS TABLE
SELECT
    e.i,
    e.line,
    d.i AS device_i,
    p.account,
    e.moment AS Timestamp,
    d.device_id AS DeviceId,
    d.dns_name AS DeviceName,
    e.i + 1 AS ReportId,
    p.* EXCLUDE (line, account, command_line),
    replace(p.command_line, '{user}', d.owner) AS InitiatingProcessCommandLine,
    4 * (pick(e.i, salt || 'pid', 5000) + 200) AS InitiatingProcessId,
    4 * (pick(e.i, salt || 'ppid', 2000) + 100) AS InitiatingProcessParentId,
    e.moment - to_microseconds(pick(e.i, salt || 'up', 7200000000) + 900)
        AS InitiatingProcessCreationTime,
    e.moment - to_microseconds(pick(e.i, salt || 'up', 7200000000) + 86400000000)
        AS InitiatingProcessParentCreationTime,
    CASE p.account WHEN 'user' THEN d.domain ELSE 'nt authority' END
        AS InitiatingProcessAccountDomain,
    CASE p.account WHEN 'user' THEN d.owner ELSE 'system' END AS InitiatingProcessAccountName,
    CASE p.account WHEN 'user' THEN d.sid ELSE 'S-1-5-18' END AS InitiatingProcessAccountSid,
    CASE p.account WHEN 'user' THEN d.upn END AS InitiatingProcessAccountUpn,
    CASE p.account WHEN 'user' THEN d.object_id END AS InitiatingProcessAccountObjectId,
    CASE p.account WHEN 'user' THEN 'Medium' ELSE 'System' END
        AS InitiatingProcessIntegrityLevel,
    'TokenElevationTypeDefault' AS InitiatingProcessTokenElevation,
    CASE p.account WHEN 'user' THEN 1 ELSE 0 END AS InitiatingProcessSessionId,
    false AS IsInitiatingProcessRemoteSession,
    guid(e.i, salt || 'unique') AS InitiatingProcessUniqueId
FROM query_table(acts_name) AS e
JOIN devices AS d ON d.i = e.device_i
JOIN acting AS p ON p.line = e.line;

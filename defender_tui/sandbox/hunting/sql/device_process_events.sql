CREATE TABLE process_acts AS FROM acts(60000, 'process', 'processes');
CREATE VIEW ordinary_DeviceProcessEvents AS
SELECT
    e.* EXCLUDE (i, line, device_i, account),
    'ProcessCreated' AS ActionType,
    s.child AS FileName,
    f.path AS FolderPath,
    f.sha1 AS SHA1,
    f.sha256 AS SHA256,
    f.md5 AS MD5,
    f.size_bytes AS FileSize,
    f.publisher AS ProcessVersionInfoCompanyName,
    f.product AS ProcessVersionInfoProductName,
    '10.0.26100.1' AS ProcessVersionInfoProductVersion,
    s.child AS ProcessVersionInfoInternalFileName,
    upper(s.child) AS ProcessVersionInfoOriginalFileName,
    f.product AS ProcessVersionInfoFileDescription,
    4 * (pick(e.i, 'child', 6000) + 300) AS ProcessId,
    replace(s.child_command_line, '{user}', d.owner) AS ProcessCommandLine,
    e.InitiatingProcessIntegrityLevel AS ProcessIntegrityLevel,
    'TokenElevationTypeDefault' AS ProcessTokenElevation,
    e.Timestamp AS ProcessCreationTime,
    e.InitiatingProcessAccountDomain AS AccountDomain,
    e.InitiatingProcessAccountName AS AccountName,
    e.InitiatingProcessAccountSid AS AccountSid,
    e.InitiatingProcessAccountUpn AS AccountUpn,
    e.InitiatingProcessAccountObjectId AS AccountObjectId,
    CASE e.account WHEN 'user' THEN 400000 + pick(e.i, 'logon', 99999) ELSE 999 END AS LogonId,
    'OsVendor' AS InitiatingProcessSignerType,
    'Valid' AS InitiatingProcessSignatureStatus,
    guid(e.i, 'process') AS ProcessUniqueId,
    '{}' AS AdditionalFields
FROM initiated('process_acts', 'process') AS e
JOIN lines AS s USING (line)
JOIN devices AS d ON d.i = e.device_i
LEFT JOIN files AS f ON f.name = s.child;

-- People unlock what is theirs, and reach servers from there over the network.
CREATE TABLE logon_acts AS
SELECT i, moment, device_i, line, CAST(pick(i, 'kind', 100) AS UTINYINT) AS kind
FROM acts(15000, 'logon', 'processes');
CREATE VIEW ordinary_DeviceLogonEvents AS
SELECT
    e.* EXCLUDE (i, line, device_i, account),
    CASE WHEN pick(e.i, 'outcome', 100) < 4 THEN 'LogonFailed' ELSE 'LogonSuccess' END
        AS ActionType,
    CASE WHEN pick(e.i, 'outcome', 100) < 4 THEN 'InvalidUserNameOrPassword' END AS FailureReason,
    CASE
        WHEN d.is_server THEN CASE WHEN pick(e.i, 'kind', 10) = 0 THEN 'RemoteInteractive' ELSE 'Network' END
        ELSE list_extract(['Interactive', 'Unlock', 'Unlock', 'CachedInteractive'], pick(e.i, 'kind', 4) + 1)
    END AS LogonType,
    u.domain AS AccountDomain,
    u.account_name AS AccountName,
    u.sid AS AccountSid,
    CASE WHEN pick(e.i, 'protocol', 10) < 8 THEN 'Kerberos' ELSE 'NTLM' END AS Protocol,
    u.is_admin AS IsLocalAdmin,
    400000 + pick(e.i, 'logon', 99999) AS LogonId,
    o.name AS RemoteDeviceName,
    o.ip AS RemoteIP,
    CASE WHEN o.ip IS NOT NULL THEN 'Private' END AS RemoteIPType,
    CASE WHEN o.ip IS NOT NULL THEN 49000 + pick(e.i, 'port', 16000) END AS RemotePort,
    '{}' AS AdditionalFields
FROM initiated('logon_acts', 'logon') AS e
JOIN devices AS d ON d.i = e.device_i
LEFT JOIN devices AS o
    ON d.is_server
    AND o.i = pick(e.i, 'from', (SELECT count(*) FROM devices WHERE NOT is_server))
JOIN users AS u ON u.i = coalesce(o.owner_i, d.owner_i);

INSERT INTO DeviceLogonEvents BY NAME
SELECT
    COLUMNS('^[A-Z]'),
    CASE WHEN pick(e.i, 'outcome', 100) < 6 THEN 'LogonFailed' ELSE 'LogonSuccess' END AS ActionType,
    CASE WHEN pick(e.i, 'outcome', 100) < 6 THEN 'InvalidUserNameOrPassword' END AS FailureReason,
    list_extract(
        ['Interactive', 'Network', 'Network', 'Unlock', 'CachedInteractive', 'RemoteInteractive'],
        pick(e.i, 'type', 6) + 1
    ) AS LogonType,
    u.domain AS AccountDomain,
    u.account_name AS AccountName,
    u.sid AS AccountSid,
    CASE WHEN pick(e.i, 'protocol', 10) < 7 THEN 'Kerberos' ELSE 'NTLM' END AS Protocol,
    u.is_admin AS IsLocalAdmin,
    400000 + pick(e.i, 'logon', 99999) AS LogonId,
    o.name AS RemoteDeviceName,
    o.ip AS RemoteIP,
    'Private' AS RemoteIPType,
    49000 + pick(e.i, 'port', 16000) AS RemotePort,
    'System' AS InitiatingProcessIntegrityLevel,
    '{}' AS AdditionalFields
FROM initiated(4000, 'logon', 'processes') AS e
JOIN devices AS d ON d.device_id = e.DeviceId
JOIN users AS u
    ON u.i = CASE
        WHEN pick(e.i, 'who', 4) < 3 THEN d.owner_i
        ELSE pick(e.i, 'user', (SELECT count(*) FROM users))
    END
JOIN devices AS o ON o.i = pick(e.i, 'from', (SELECT count(*) FROM devices));

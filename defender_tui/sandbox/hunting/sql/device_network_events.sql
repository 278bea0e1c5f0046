CREATE TABLE network_acts AS FROM acts(46000, 'network', 'connections');
CREATE VIEW ordinary_DeviceNetworkEvents AS
SELECT
    e.* EXCLUDE (i, line, device_i, account),
    CASE WHEN pick(e.i, 'outcome', 100) < 4 THEN 'ConnectionFailed' ELSE 'ConnectionSuccess' END
        AS ActionType,
    CASE WHEN s.target = ''
        THEN '192.0.2.' || (100 + pick(s.line, 'host', 140) + pick(e.i, 'host', 3))
        ELSE t.ip END AS RemoteIP,
    CAST(s.port AS INTEGER) AS RemotePort,
    s.host AS RemoteUrl,
    d.ip AS LocalIP,
    50000 + pick(e.i, 'port', 15000) AS LocalPort,
    'Tcp' AS Protocol,
    'Private' AS LocalIPType,
    CASE WHEN s.target = '' THEN 'Public' ELSE 'Private' END AS RemoteIPType,
    '{}' AS AdditionalFields
FROM initiated('network_acts', 'network') AS e
JOIN connections AS s USING (line)
JOIN devices AS d ON d.i = e.device_i
LEFT JOIN devices AS t ON t.name = s.target;

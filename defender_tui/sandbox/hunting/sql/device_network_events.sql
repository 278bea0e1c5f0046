INSERT INTO DeviceNetworkEvents BY NAME
SELECT
    COLUMNS('^[A-Z]'),
    CASE WHEN pick(e.i, 'outcome', 100) < 4 THEN 'ConnectionFailed' ELSE 'ConnectionSuccess' END
        AS ActionType,
    s.network || '.' || (10 + pick(e.i, 'host', 60)) AS RemoteIP,
    CAST(s.port AS INTEGER) AS RemotePort,
    s.host AS RemoteUrl,
    d.ip AS LocalIP,
    50000 + pick(e.i, 'port', 15000) AS LocalPort,
    'Tcp' AS Protocol,
    'Private' AS LocalIPType,
    CASE WHEN s.network LIKE '10.%' THEN 'Private' ELSE 'Public' END AS RemoteIPType,
    'Medium' AS InitiatingProcessIntegrityLevel,
    'TokenElevationTypeDefault' AS InitiatingProcessTokenElevation
FROM initiated(12000, 'network', 'connections') AS e
JOIN connections AS s USING (family, slot)
JOIN devices AS d ON d.device_id = e.DeviceId;

INSERT INTO DeviceEvents BY NAME
SELECT
    COLUMNS('^[A-Z]'),
    s.action AS ActionType,
    s.additional_fields AS AdditionalFields,
    d.domain AS AccountDomain,
    d.owner AS AccountName,
    d.sid AS AccountSid
FROM initiated(4000, 'sensor', 'sensor_events') AS e
JOIN sensor_events AS s USING (family, slot)
JOIN devices AS d ON d.device_id = e.DeviceId;

CREATE TABLE sensor_acts AS FROM acts(18000, 'sensor', 'sensor_events');
CREATE VIEW ordinary_DeviceEvents AS
SELECT
    e.* EXCLUDE (i, line, device_i, account),
    s.action AS ActionType,
    s.additional_fields AS AdditionalFields,
    e.InitiatingProcessAccountDomain AS AccountDomain,
    e.InitiatingProcessAccountName AS AccountName,
    e.InitiatingProcessAccountSid AS AccountSid
FROM initiated('sensor_acts', 'sensor') AS e
JOIN sensor_events AS s USING (line);

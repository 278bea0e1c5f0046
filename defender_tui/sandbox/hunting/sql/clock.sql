-- Where a moment of an office may fall, numbered through: servers are busier than other machines.
CREATE TABLE posts AS
SELECT row_number() OVER (ORDER BY profile, office_i, device_i, turn) - 1 AS number, *
FROM (
    SELECT 'people' AS profile, office_i, i AS device_i, 0 AS turn FROM devices WHERE NOT is_server
    UNION ALL
    SELECT 'machines', d.office_i, d.i, r.range
    FROM devices AS d, range(4) AS r
    WHERE d.is_server OR r.range = 0
);
CREATE TABLE desks AS
SELECT row_number() OVER (ORDER BY office_i, i) - 1 AS number, office_i, i AS user_i FROM users;

-- When things happen: each hour of the thirty days weighs as much as the people, or the machines,
-- of each office are busy then.
CREATE TABLE shares AS
SELECT
    profile,
    office_i,
    starts_at,
    (sum(weight) OVER ordered - weight) / sum(weight) OVER (PARTITION BY profile) AS share_from,
    sum(weight) OVER ordered / sum(weight) OVER (PARTITION BY profile) AS share_to,
    first_post,
    post_count,
    first_desk,
    desk_count
FROM (
    SELECT
        p.profile,
        o.i AS office_i,
        h.starts_at,
        (SELECT min(number) FROM posts AS s WHERE s.profile = p.profile AND s.office_i = o.i)
            AS first_post,
        (SELECT count(*) FROM posts AS s WHERE s.profile = p.profile AND s.office_i = o.i)
            AS post_count,
        (SELECT min(number) FROM desks AS s WHERE s.office_i = o.i) AS first_desk,
        (SELECT count(*) FROM desks AS s WHERE s.office_i = o.i) AS desk_count,
        CASE p.profile
            WHEN 'people' THEN o.people
                * list_extract(
                    [.2, .1, .1, .1, .1, .3, 1, 3, 7, 9, 9, 8, 5, 7, 9, 9, 8, 6, 3, 1.5, 1, .8, .5, .3],
                    hour(h.starts_at + to_hours(o.offset_h)) + 1
                )
                * CASE WHEN isodow(h.starts_at + to_hours(o.offset_h)) > 5 THEN .08 ELSE 1 END
            -- Backups run every night, updates in the night to Wednesday.
            ELSE o.machines * (
                1
                + 2 * CAST(hour(h.starts_at + to_hours(o.offset_h)) IN (1, 2) AS INTEGER)
                + 5 * CAST(
                    hour(h.starts_at + to_hours(o.offset_h)) = 3
                    AND isodow(h.starts_at + to_hours(o.offset_h)) = 3 AS INTEGER
                )
            )
        END AS weight
    FROM offices AS o
    CROSS JOIN (SELECT anchor() - to_hours(720 - CAST(range AS INTEGER)) AS starts_at FROM range(720)) AS h
    CROSS JOIN (VALUES ('people'), ('machines')) AS p(profile)
)
WINDOW ordered AS (PARTITION BY profile ORDER BY starts_at, office_i);

-- n moments in order of their hours, numbered from 0, each in an office.
CREATE MACRO moments(n, salt, wanted) AS TABLE
SELECT
    * EXCLUDE (starts_at),
    starts_at + to_microseconds(pick(i, salt || 'within', 3600000000)) AS moment
FROM (
    SELECT
        office_i,
        starts_at,
        first_post,
        post_count,
        first_desk,
        desk_count,
        unnest(
            range(
                CAST(round(share_from * n) AS BIGINT),
                CAST(round(share_to * n) AS BIGINT)
            )
        ) AS i
    FROM shares
    WHERE profile = wanted
);

-- n things that people do, each with the one who does it.
CREATE MACRO deeds(n, salt) AS TABLE
SELECT m.i, m.moment, d.user_i
FROM moments(n, salt, 'people') AS m
JOIN desks AS d ON d.number = m.first_desk + pick(m.i, salt || 'desk', m.desk_count);

-- n things that happen on machines, each with its machine.
CREATE MACRO machine_acts(n, salt, wanted) AS TABLE
SELECT m.i, m.moment, p.device_i
FROM moments(n, salt, wanted) AS m
JOIN posts AS p ON p.number = m.first_post + pick(m.i, salt || 'post', m.post_count);

-- model:    stg_area
-- question: which areas make up an area?
-- grain:    area
-- needs:    area
-- formula:  the code list's parent
-- universe: every area of the code list
-- columns:
--   area    text  -  -  code list area
--   parent  text  -  -  the area it is part of; '' for none
-- checks:
--   unique(area)
SELECT
    id AS area,
    coalesce(parent, '') AS parent
FROM area
ORDER BY area

-- The list of those who must answer for what they discharge, in words; whom to call there stays inside.
create view published.environment_permit_v1 as
  select s.name, s.credit_code,
    case s.kind when 'water' then '水环境' when 'air' then '大气环境' when 'noise' then '噪声' when 'soil' then '土壤污染' when 'risk' then '环境风险管控' else s.kind end as kind,
    case s.industry when '13' then '农副食品加工' when '17' then '纺织' when '26' then '化学原料和制品' when '27' then '医药制造' when '33' then '金属制品' when '39' then '电子设备'
      when '44' then '电力、热力' when '46' then '污水处理' when '77' then '环境治理' when '84' then '医院' else s.industry end as industry,
    s.permit_number, s.permit_until, s.address, g.name as town, round(st_x(s.place)::numeric, 6)::float8 as lon, round(st_y(s.place)::numeric, 6)::float8 as lat
  from environment.source s left join published.geo_area_v1 g on g.code = subpath(s.area, 1, 1)::text and nlevel(s.area) > 1
  where s.removed_at is null;

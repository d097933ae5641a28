-- When each station was last heard with a usable reading: what figures of other rooms are counted by.
create view published.observations_heard_v1 as
  select t.id, t.source, t.code, t.state, t.area_path::text as area, max(l.phenomenon_at) filter (where l.usable) as heard_at
  from observations.thing t left join observations.datastream d on d.thing_id = t.id left join observations.latest l on l.datastream_id = d.id
  group by t.id;

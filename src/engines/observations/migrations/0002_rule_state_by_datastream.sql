-- The intake locks states by datastream.
create index rule_state_datastream on observations.rule_state (datastream_id);

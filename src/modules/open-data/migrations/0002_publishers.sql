create index dataset_publisher on open_data.dataset (publisher);

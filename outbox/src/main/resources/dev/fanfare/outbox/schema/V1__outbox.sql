-- A fact that was taken from a channel's log. Its app, channel and sequence name it for ever, so a fact that is taken
-- twice is stored once.
create table event (
  id bigint generated always as identity primary key,
  app text not null,
  channel text not null,
  sequence bigint not null,
  happened_at timestamptz not null,
  taken_at timestamptz not null,
  -- the JSON object as receivers get it, character for character, so that a retry has the same signature
  body text not null,
  unique (app, channel, sequence)
);

-- What one endpoint is to be told of one event.
create table delivery (
  id bigint generated always as identity primary key,
  event bigint not null references event on delete cascade,
  app text not null,
  channel text not null,
  endpoint text not null,
  state text not null check (state in ('waiting', 'delivered', 'dead')),
  -- attempts that were begun: one that was cut off counts as well
  attempts int not null default 0,
  -- of a waiting one: not before; while it is under way: when somebody else may try
  next_attempt timestamptz not null,
  last_error text not null default '',
  ended_at timestamptz,
  unique (event, endpoint)
);

create index delivery_due on delivery (endpoint, next_attempt, id) where state = 'waiting';
create index delivery_order on delivery (app, endpoint, channel, id) where state = 'waiting';
create index delivery_ended on delivery (ended_at) where state <> 'waiting';
create index delivery_dead on delivery (app, id) where state = 'dead';

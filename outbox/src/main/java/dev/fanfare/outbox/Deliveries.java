package dev.fanfare.outbox;

import dev.fanfare.link.AppFact;
import dev.fanfare.protocol.AppId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The tables: what was taken, and what of it each endpoint was told. Several processes may use them
 * at once. All methods block, and throw what JDBI throws when the database is out of reach.
 */
final class Deliveries {
  /**
   * So many attempts hold back the later events of the same channel; after them order gives way, so
   * that one event that an endpoint cannot stomach does not keep all others.
   */
  static final int ORDERED_ATTEMPTS = 5;

  private final Jdbi jdbi;

  Deliveries(Database database) {
    this.jdbi = database.jdbi();
  }

  /** A fact and the endpoints that are to be told of it. */
  record Taken(AppFact fact, Set<String> endpoints) {}

  private static final Comparator<Taken> BY_NAME =
      Comparator.comparing((Taken taken) -> taken.fact().channel().app().text())
          .thenComparing(taken -> taken.fact().channel().channel().text())
          .thenComparingLong(taken -> taken.fact().sequence());

  /** An endpoint of an app. */
  record Endpoint(AppId app, String url) {}

  /**
   * A delivery that is ours until its lease ends.
   *
   * @param attempt from 1
   * @param event the event's JSON object
   */
  record Claim(
      long id,
      String channel,
      int attempt,
      Instant takenAt,
      Instant happenedAt,
      String eventId,
      String event) {}

  /** What waits and what was given up. */
  record Counts(long waiting, Optional<Instant> oldest, long dead) {}

  /**
   * Stores facts with their deliveries, all or none; those that are known already change nothing.
   * Several processes may have taken the same facts: each stores them in the same order, or two
   * would wait for each other.
   */
  void put(List<Taken> taken, Instant now) {
    List<Taken> inOrder = taken.stream().sorted(BY_NAME).toList();
    jdbi.useTransaction(handle -> inOrder.forEach(one -> put(handle, one, now)));
  }

  private static void put(Handle handle, Taken taken, Instant now) {
    AppFact fact = taken.fact();
    Optional<Long> event =
        handle
            .createQuery(
                """
                insert into event (app, channel, sequence, happened_at, taken_at, body)
                values (:app, :channel, :sequence, :happened, :now, :body)
                on conflict (app, channel, sequence) do nothing returning id
                """)
            .bind("app", fact.channel().app().text())
            .bind("channel", fact.channel().channel().text())
            .bind("sequence", fact.sequence())
            .bind("happened", at(instant(fact.timeMicros())))
            .bind("now", at(now))
            .bind("body", EventBody.event(fact))
            .mapTo(Long.class)
            .findOne();
    if (event.isEmpty()) {
      return;
    }
    for (String endpoint : taken.endpoints()) {
      handle
          .createUpdate(
              """
              insert into delivery (event, app, channel, endpoint, state, next_attempt)
              values (:event, :app, :channel, :endpoint, 'waiting', :now)
              """)
          .bind("event", event.get())
          .bind("app", fact.channel().app().text())
          .bind("channel", fact.channel().channel().text())
          .bind("endpoint", endpoint)
          .bind("now", at(now))
          .execute();
    }
  }

  /** Endpoints for which something is due. */
  List<Endpoint> due(Instant now, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select app, endpoint from delivery
                    where state = 'waiting' and next_attempt <= :now
                    group by app, endpoint order by min(next_attempt) limit :limit
                    """)
                .bind("now", at(now))
                .bind("limit", limit)
                .map((row, context) -> new Endpoint(new AppId(row.getString(1)), row.getString(2)))
                .list());
  }

  /** Claims what is due for an endpoint, of each channel only what is first in its order. */
  List<Claim> claim(Endpoint endpoint, Instant now, Duration lease, int limit) {
    return claim(
        endpoint,
        now,
        lease,
        limit,
        """
        and not exists (
          select 1 from delivery e
          where e.state = 'waiting' and e.app = w.app and e.endpoint = w.endpoint
            and e.channel = w.channel and e.id < w.id and e.attempts < :ordered)
        """,
        List.of());
  }

  /** Claims what follows claims in their channels, for one request that carries several events. */
  List<Claim> claimFollowers(
      Endpoint endpoint, List<Claim> heads, Instant now, Duration lease, int limit) {
    return claim(
        endpoint,
        now,
        lease,
        limit,
        "and :ordered > 0 and w.channel = any(:channels)",
        heads.stream().map(Claim::channel).distinct().toList());
  }

  private List<Claim> claim(
      Endpoint endpoint,
      Instant now,
      Duration lease,
      int limit,
      String condition,
      List<String> channels) {
    String sql =
        """
        with claimed as (
          update delivery set attempts = attempts + 1, next_attempt = :lease
          where id in (
            select w.id from delivery w
            where w.state = 'waiting' and w.app = :app and w.endpoint = :endpoint
              and w.next_attempt <= :now %s
            order by w.id limit :limit for update skip locked)
          returning id, event, attempts)
        select claimed.id, claimed.attempts, event.app, event.channel, event.sequence,
          event.taken_at, event.happened_at, event.body
        from claimed join event on event.id = claimed.event order by claimed.id
        """
            .formatted(condition);
    return jdbi.withHandle(
        handle -> {
          var query =
              handle
                  .createQuery(sql)
                  .bind("lease", at(now.plus(lease)))
                  .bind("app", endpoint.app().text())
                  .bind("endpoint", endpoint.url())
                  .bind("now", at(now))
                  .bind("ordered", ORDERED_ATTEMPTS)
                  .bind("limit", limit);
          if (!channels.isEmpty()) {
            query = query.bindArray("channels", String.class, channels);
          }
          return query.map((row, context) -> claimOf(row, endpoint)).list();
        });
  }

  private static Claim claimOf(ResultSet row, Endpoint endpoint) throws SQLException {
    String channel = row.getString("channel");
    return new Claim(
        row.getLong("id"),
        channel,
        row.getInt("attempts"),
        row.getObject("taken_at", OffsetDateTime.class).toInstant(),
        row.getObject("happened_at", OffsetDateTime.class).toInstant(),
        EventBody.id(endpoint.app(), channel, row.getLong("sequence")),
        row.getString("body"));
  }

  /** They were heard. */
  void delivered(List<Claim> claims, Instant now) {
    end(claims, "delivered", "", now);
  }

  /** They are given up, until somebody replays them. */
  void dead(List<Claim> claims, String error, Instant now) {
    end(claims, "dead", error, now);
  }

  /** They were not heard and are tried again. */
  void failed(List<Claim> claims, String error, Instant next) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    update delivery set next_attempt = :next, last_error = :error
                    where id = any(:ids) and state = 'waiting'
                    """)
                .bind("next", at(next))
                .bind("error", error)
                .bindArray("ids", Long.class, claims.stream().map(Claim::id).toList())
                .execute());
  }

  private void end(List<Claim> claims, String state, String error, Instant now) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    update delivery set state = :state, last_error = :error, ended_at = :now
                    where id = any(:ids) and state = 'waiting'
                    """)
                .bind("state", state)
                .bind("error", error)
                .bind("now", at(now))
                .bindArray("ids", Long.class, claims.stream().map(Claim::id).toList())
                .execute());
  }

  /**
   * Sends an app's dead letters again, in their order.
   *
   * @return how many
   */
  int replay(AppId app, Instant now) {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    update delivery set state = 'waiting', attempts = 0, next_attempt = :now,
                      ended_at = null where app = :app and state = 'dead'
                    """)
                .bind("now", at(now))
                .bind("app", app.text())
                .execute());
  }

  /** An app's dead letters, oldest first. */
  List<DeadLetter> deadLetters(AppId app, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select event.channel, event.sequence, event.body, delivery.endpoint,
                      delivery.attempts, delivery.last_error, delivery.ended_at
                    from delivery join event on event.id = delivery.event
                    where delivery.app = :app and delivery.state = 'dead'
                    order by delivery.id limit :limit
                    """)
                .bind("app", app.text())
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new DeadLetter(
                            EventBody.id(app, row.getString("channel"), row.getLong("sequence")),
                            row.getString("endpoint"),
                            row.getString("body"),
                            row.getInt("attempts"),
                            row.getString("last_error"),
                            row.getObject("ended_at", OffsetDateTime.class).toInstant()))
                .list());
  }

  /** Deletes events that ended before a moment; those of which something waits stay. */
  int purge(Instant before, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    delete from event where id in (
                      select event from delivery d where state <> 'waiting' and ended_at < :before
                        and not exists (select 1 from delivery o where o.event = d.event
                          and (o.state = 'waiting' or o.ended_at >= :before))
                      limit :limit)
                    """)
                .bind("before", at(before))
                .bind("limit", limit)
                .execute());
  }

  Counts counts() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select count(*) filter (where delivery.state = 'waiting') as waiting,
                      min(event.taken_at) filter (where delivery.state = 'waiting') as oldest,
                      count(*) filter (where delivery.state = 'dead') as dead
                    from delivery join event on event.id = delivery.event
                    where delivery.state <> 'delivered'
                    """)
                .map(
                    (row, context) ->
                        new Counts(
                            row.getLong("waiting"),
                            Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant),
                            row.getLong("dead")))
                .one());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        TimeUnit.MICROSECONDS.toSeconds(micros),
        TimeUnit.MICROSECONDS.toNanos(Math.floorMod(micros, 1_000_000L)));
  }
}

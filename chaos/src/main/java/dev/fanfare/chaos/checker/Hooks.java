package dev.fanfare.chaos.checker;

import dev.fanfare.chaos.checker.Finding.Kind;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges webhooks: after de-duplication by id each coming and each going was told once, and what
 * was told is in the end what is so. A channel comes when it is occupied and goes when it is
 * vacated; a member when it is added and removed. Whoever comes back soon enough, or before its
 * ghost is gone, may never have been away: that is no finding. Where every copy of the logs was
 * lost, nothing is promised of whom it concerned.
 */
final class Hooks {
  private static final String WHOLE_CHANNEL = "";

  private final Ledger ledger;
  private final Findings findings;
  private final Map<Subject, Account> records = new LinkedHashMap<>();
  private final Map<String, Event.Hooked> byId = new HashMap<>();
  private final Map<String, Map<Integer, Set<Channel>>> followed = new HashMap<>();
  private boolean wanted;
  private boolean receiverFailed;
  private boolean over;
  private int faults;

  /** Whoever comes and goes: a member of a channel, or the channel as a whole. */
  private record Subject(Channel channel, String client) {
    String name() {
      return client.equals(WHOLE_CHANNEL) ? channel.toString() : client + " in " + channel;
    }
  }

  /** What clients did, and what was told of it. */
  private static final class Account {
    private final long firstAt;
    private final int faultsBefore;
    private int mayBeHere;
    private int sureHere;
    private boolean known;
    private boolean everSure;
    private int endings;
    private int visits;
    private int added;
    private int removed;
    private boolean lastWasAdded;
    private boolean outOfTurn;
    private long toldAt;

    Account(long firstAt, int faultsBefore) {
      this.firstAt = firstAt;
      this.faultsBefore = faultsBefore;
    }
  }

  Hooks(Ledger ledger, Findings findings) {
    this.ledger = ledger;
    this.findings = findings;
  }

  /** Whether anything that clients did is not yet told as it is in the end. */
  static boolean areOwed(List<Event> history) {
    Findings found = new Findings();
    Hooks hooks = new Hooks(new Ledger(history), found);
    history.forEach(hooks::take);
    hooks.judge(0);
    return !found.all().isEmpty();
  }

  void take(Event event) {
    if (over) {
      return; // clients end with the run
    }
    switch (event) {
      case Event.Subscribed it -> {
        if (followed
            .computeIfAbsent(it.subscriber(), who -> new HashMap<>())
            .computeIfAbsent(it.session(), number -> new HashSet<>())
            .add(it.channel())) {
          Account record = record(it.channel(), WHOLE_CHANNEL, it.at());
          record.mayBeHere++;
          record.sureHere++;
          record.everSure = true;
        }
      }
      case Event.Ended it -> {
        Map<Integer, Set<Channel>> sessions = followed.getOrDefault(it.subscriber(), Map.of());
        for (Channel channel : sessions.getOrDefault(it.session(), Set.of())) {
          Account record = record(channel, WHOLE_CHANNEL, it.at());
          record.mayBeHere--;
          record.sureHere--;
          record.endings++;
        }
        followed.getOrDefault(it.subscriber(), new HashMap<>()).remove(it.session());
      }
      case Event.Entering it -> {
        Account record = record(it.channel(), it.client(), it.at());
        if (record.mayBeHere == 0) {
          record.mayBeHere = 1;
          record(it.channel(), WHOLE_CHANNEL, it.at()).mayBeHere++;
        }
      }
      case Event.Entered it -> {
        Account record = record(it.channel(), it.client(), it.at());
        record.sureHere = 1;
        record.everSure = true;
      }
      case Event.Leaving it -> {
        Account record = record(it.channel(), it.client(), it.at());
        if (record.mayBeHere > 0) {
          Account whole = record(it.channel(), WHOLE_CHANNEL, it.at());
          whole.mayBeHere--;
          whole.endings++;
          record.endings++;
        }
        record.mayBeHere = 0;
        record.sureHere = 0;
      }
      case Event.Hooked it -> hooked(it);
      case Event.Struck it -> {
        faults++;
        receiverFailed |= it.target().equals("receiver");
      }
      case Event.Visiting it -> record(it.channel(), WHOLE_CHANNEL, it.at()).visits++;
      case Event.Receiving it -> wanted = true;
      case Event.Calm it -> {
        judge(it.at());
        over = true;
      }
      case Event.Attempted it -> {}
      case Event.Acknowledged it -> {}
      case Event.Failed it -> {}
      case Event.Delivered it -> {}
      case Event.Told it -> {}
      case Event.Saw it -> {}
      case Event.Observed it -> {}
      case Event.Healed it -> {}
    }
  }

  private void hooked(Event.Hooked it) {
    Event.Hooked first = byId.putIfAbsent(it.id(), it);
    if (first != null) {
      if (first.what() != it.what()
          || !first.channel().equals(it.channel())
          || !first.client().equals(it.client())) {
        phantom(it, "event " + it.id() + " was " + first + " and is " + it);
      }
      return;
    }
    Account record = told(new Subject(it.channel(), it.client()), it.at());
    boolean isAdded =
        switch (it.what()) {
          case OCCUPIED, ADDED -> true;
          case VACATED, REMOVED -> false;
        };
    record.outOfTurn |= record.lastWasAdded == isAdded;
    record.lastWasAdded = isAdded;
    record.toldAt = it.at();
    if (isAdded) {
      record.added++;
    } else {
      record.removed++;
    }
  }

  private void phantom(Event.Hooked it, String text) {
    findings.add(
        Kind.WEBHOOK_PHANTOM, it.at(), new Subject(it.channel(), it.client()).name(), text);
  }

  private void judge(long at) {
    if (wanted && !over) {
      records.forEach((subject, record) -> judge(subject, record, at));
    }
  }

  private void judge(Subject subject, Account record, long at) {
    if (!record.known) {
      findings.add(Kind.WEBHOOK_PHANTOM, record.toldAt, subject.name(), "was told, and never came");
      return;
    }
    if (ledger.storeLossesUntil(Long.MAX_VALUE) > ledger.storeLossesUntil(record.firstAt)) {
      return;
    }
    String told = "came was told %d times, went %d times".formatted(record.added, record.removed);
    if (record.everSure && record.added == 0) {
      findings.add(Kind.WEBHOOK_LOST, at, subject.name(), "was here; " + told);
    } else if (record.mayBeHere == 0 && record.added > record.removed) {
      findings.add(
          record.added == record.removed + 1 ? Kind.WEBHOOK_LOST : Kind.WEBHOOK_TWICE,
          at,
          subject.name(),
          "is gone; " + told);
    } else if (record.sureHere > 0 && record.added == record.removed) {
      findings.add(Kind.WEBHOOK_LOST, at, subject.name(), "is here; " + told);
    } else if (record.added > record.removed + 1 || record.removed > record.added) {
      findings.add(Kind.WEBHOOK_TWICE, at, subject.name(), told);
    } else if (record.removed
        > Math.max(record.endings, record.visits) + faults - record.faultsBefore) {
      findings.add(
          Kind.WEBHOOK_TWICE, at, subject.name(), "left " + record.endings + " times; " + told);
    } else if (record.outOfTurn && !receiverFailed) {
      findings.add(
          Kind.REORDERED, record.toldAt, subject.name(), "webhooks, though all went through");
    }
  }

  /** Of whom clients do something. */
  private Account record(Channel channel, String client, long at) {
    Account record = told(new Subject(channel, client), at);
    record.known = true;
    return record;
  }

  /** A webhook may be faster than the answer to what caused it. */
  private Account told(Subject subject, long at) {
    return records.computeIfAbsent(subject, unknown -> new Account(at, faults));
  }
}

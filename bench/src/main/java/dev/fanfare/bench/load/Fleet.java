package dev.fanfare.bench.load;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connections of one role that are opened together, so many at a time, and closed together. Only
 * its event loop touches what is in it; the public methods block and are called from elsewhere.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed connect is heard by its listener
final class Fleet implements Client.Watcher {
  /** Handshakes under way at once: enough to keep a server busy, too few to drown one. */
  private static final int AT_ONCE = 128;

  private static final int MOST_TURNED_AWAY = 5;

  private final Generator generator;
  private final InetSocketAddress server;
  private final EventLoop loop;
  private final Wire wire;
  private final Score score;
  private final List<Client> clients;
  private final CompletableFuture<Void> allReady = new CompletableFuture<>();
  private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
  private final Iterator<Client.Role> waiting;
  private int ready;
  private int closed;
  private int connected;
  private int turnedAway;
  private boolean closing;

  Fleet(
      Generator generator,
      InetSocketAddress server,
      Wire wire,
      Score score,
      List<Client.Role> roles) {
    this.generator = generator;
    this.server = server;
    loop = roles.get(0).publishes() ? generator.publisherLoop() : generator.subscriberLoop();
    this.wire = wire;
    this.score = score;
    clients = new ArrayList<>(roles.size());
    for (Client.Role role : roles) {
      clients.add(new Client(wire, role, score, this));
    }
    waiting = roles.iterator();
  }

  /** Opens all; returns when each is ready. */
  void open(Duration within) {
    loop.execute(
        () -> {
          for (int i = 0; i < AT_ONCE; i++) {
            connectNext();
          }
        });
    await(allReady, within, "not every connection was ready");
  }

  /** Closes all; returns when each is closed. */
  void close() {
    loop.execute(
        () -> {
          closing = true;
          while (waiting.hasNext()) {
            waiting.next(); // never opened, and will not be
          }
          clients.forEach(Client::leave);
          checkClosed();
        });
    await(allClosed, Duration.ofSeconds(20), "not every connection could be closed");
  }

  /** Its connections; on its loop only. */
  List<Client> clients() {
    return clients;
  }

  EventLoop loop() {
    return loop;
  }

  private void connectNext() {
    if (waiting.hasNext()) {
      connect(clients.get(waiting.next().index()));
    }
  }

  private void connect(Client client) {
    connected++;
    generator
        .connect(server, client)
        .addListener(
            attempt -> {
              if (!attempt.isSuccess()) {
                failed(client, String.valueOf(attempt.cause()));
                closed(client);
              }
            });
  }

  @Override
  public void ready(Client client) {
    ready++;
    if (ready == clients.size()) {
      allReady.complete(null);
    } else {
      connectNext();
    }
  }

  @Override
  public void failed(Client client, String why) {
    allReady.completeExceptionally(
        new BenchFailure("connection " + client.role().index() + ": " + why));
  }

  /** It comes back, as a well-behaved client would: the server's patience is part of its speed. */
  @Override
  public void turnedAway(Client client, long seconds) {
    turnedAway++;
    if (turnedAway > MOST_TURNED_AWAY * clients.size()) {
      failed(client, "the server turns connections away again and again");
      return;
    }
    Client again = new Client(wire, client.role(), score, this);
    clients.set(client.role().index(), again);
    loop.schedule(
        () -> {
          if (!closing) {
            connect(again);
          }
        },
        seconds,
        TimeUnit.SECONDS);
  }

  /** How often a server was too busy to take a connection. */
  int turnedAway() {
    return turnedAway;
  }

  @Override
  public void closed(Client client) {
    closed++;
    checkClosed();
  }

  private void checkClosed() {
    if (closed == connected && !waiting.hasNext()) {
      allClosed.complete(null);
    }
  }

  private static void await(CompletableFuture<Void> future, Duration within, String otherwise) {
    try {
      future.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new BenchFailure(String.valueOf(failed.getCause()), failed);
    } catch (TimeoutException late) {
      throw new BenchFailure(otherwise + " within " + within.toSeconds() + " s", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", interrupted);
    }
  }
}

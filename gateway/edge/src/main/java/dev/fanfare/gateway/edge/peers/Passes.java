package dev.fanfare.gateway.edge.peers;

import dev.fanfare.gateway.dialect.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a gateway shows when it hands a request to a peer: a header {@code fanfare-peer:
 * sender.number.client.mark}. The mark is over the peer's name, method, target, the client's
 * address and a number that the sender uses once. A pass is taken by one gateway, for one request,
 * once; no clock is asked, so none can be wrong. Any thread.
 */
public final class Passes {
  /** The header that a pass stands in. */
  public static final String HEADER = "fanfare-peer";

  private static final int SENDER_BYTES = 12;
  private static final int MAX_SENDERS = 4_096;
  private static final int MAX_LENGTH = 256;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final Seal seal;
  private final Supplier<String> self;
  private final String sender;
  private final AtomicLong numbers = new AtomicLong();
  private final ConcurrentHashMap<String, Numbers> seen = new ConcurrentHashMap<>();

  /**
   * Passes that this gateway makes and takes.
   *
   * @param seal the same in the whole cluster, for this purpose alone
   * @param self this gateway's name now, never used by another, nor by this one after a restart
   */
  public Passes(Seal seal, Supplier<String> self, RandomGenerator random) {
    byte[] bytes = new byte[SENDER_BYTES];
    random.nextBytes(bytes);
    this.seal = seal;
    this.self = self;
    this.sender = ENCODER.encodeToString(bytes);
  }

  /** A pass to a peer, for one request of a client. */
  public String make(String peer, String method, String target, String client) {
    String number = Long.toString(numbers.incrementAndGet());
    String address = ENCODER.encodeToString(client.getBytes(StandardCharsets.UTF_8));
    String shown = sender + "." + number + "." + address;
    byte[] mark = seal.mark(content(peer, method, target, shown));
    return shown + "." + ENCODER.encodeToString(mark);
  }

  /** The client's address, where the pass holds and was not taken before. */
  public Optional<String> take(String method, String target, String pass) {
    String[] parts = pass.split("\\.", -1);
    if (parts.length != 4 || pass.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String shown = pass.substring(0, pass.lastIndexOf('.'));
    try {
      if (!seal.isMark(DECODER.decode(parts[3]), content(self.get(), method, target, shown))) {
        return Optional.empty();
      }
      long number = Long.parseLong(parts[1]);
      String client = new String(DECODER.decode(parts[2]), StandardCharsets.UTF_8);
      return isFirst(parts[0], number) ? Optional.of(client) : Optional.empty();
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** Too many senders mean that something is wrong: then no new ones are believed. */
  private boolean isFirst(String from, long number) {
    if (seen.size() >= MAX_SENDERS && !seen.containsKey(from)) {
      return false;
    }
    return seen.computeIfAbsent(from, fresh -> new Numbers()).isFirst(number);
  }

  private static byte[] content(String peer, String method, String target, String shown) {
    return (peer.length() + ":" + peer + method + " " + target + "\n" + shown)
        .getBytes(StandardCharsets.UTF_8);
  }
}

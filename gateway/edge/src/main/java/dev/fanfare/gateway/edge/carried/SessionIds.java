package dev.fanfare.gateway.edge.carried;

import dev.fanfare.gateway.dialect.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Ids that the edge gives to sessions: {@code random.owner.mac}. Any gateway with the secret reads
 * the owner from them; nobody without it can make one. Any thread.
 */
public final class SessionIds {
  private static final int RANDOM_BYTES = 16;
  private static final int MAX_LENGTH = 160;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final Seal seal;
  private final RandomGenerator random;

  /**
   * Ids that bear a mark.
   *
   * @param seal the same in the whole cluster, for this purpose alone
   */
  public SessionIds(Seal seal, RandomGenerator random) {
    this.seal = seal;
    this.random = random;
  }

  /** A fresh id for a session of this scope. */
  String issue(String scope, String owner) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String name = ENCODER.encodeToString(bytes) + "." + owner;
    return name + "." + ENCODER.encodeToString(seal.mark(content(scope, name)));
  }

  /** The owner of the session; empty where no gateway made this id for this scope. */
  Optional<String> ownerOf(String scope, String id) {
    int first = id.indexOf('.');
    int last = id.lastIndexOf('.');
    if (first < 1 || last <= first + 1 || id.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] mark = DECODER.decode(id.substring(last + 1));
      return seal.isMark(mark, content(scope, id.substring(0, last)))
          ? Optional.of(id.substring(first + 1, last))
          : Optional.empty();
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  private static byte[] content(String scope, String name) {
    return (scope.length() + ":" + scope + name).getBytes(StandardCharsets.UTF_8);
  }
}

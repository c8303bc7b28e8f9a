package dev.fanfare.chaos.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which node a connection of this machine belongs to, as Linux tells in {@code /proc}. */
final class SocketOwners {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int INODE = 9;

  private SocketOwners() {}

  /** Whether this machine tells. */
  static boolean areKnown() {
    return Files.isReadable(TABLES.get(0)) && Files.isReadable(Path.of("/proc/self/fd"));
  }

  /**
   * Of the nodes the one that has the end of a connection.
   *
   * @param local the port of that end
   * @param remote the port of the other end
   */
  static Optional<Node> ownerOf(int local, int remote, List<Node> nodes) {
    return inode(local, remote)
        .flatMap(
            inode -> {
              Path socket = Path.of("socket:[" + inode + "]");
              return nodes.stream()
                  .filter(Node::isAlive)
                  .filter(node -> has(node.pid(), socket))
                  .findFirst();
            });
  }

  private static Optional<String> inode(int local, int remote) {
    for (Path table : TABLES) {
      try (Stream<String> lines = Files.lines(table)) {
        Optional<String> found =
            lines
                .skip(1)
                .map(line -> line.strip().split(" +", -1))
                .filter(words -> port(words[LOCAL]) == local && port(words[REMOTE]) == remote)
                .map(words -> words[INODE])
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException noSuchTable) {
        // a machine without IPv6 has only the first
      }
    }
    return Optional.empty();
  }

  private static int port(String address) {
    return HexFormat.fromHexDigits(address, address.indexOf(':') + 1, address.length());
  }

  private static boolean has(long pid, Path socket) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path one : open) {
        if (isLinkTo(one, socket)) {
          return true;
        }
      }
    } catch (IOException ended) {
      // the process has just ended
    }
    return false;
  }

  private static boolean isLinkTo(Path link, Path target) {
    try {
      return Files.readSymbolicLink(link).equals(target);
    } catch (IOException closed) {
      return false; // while we looked
    }
  }
}

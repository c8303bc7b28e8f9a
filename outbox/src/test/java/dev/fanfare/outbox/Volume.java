package dev.fanfare.outbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system of its own, in memory. Needs the right to mount. */
final class Volume implements AutoCloseable {
  private final Path folder;

  private Volume(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts one at a folder that is there.
   *
   * @throws IOException when this machine does not let us
   */
  static Volume at(Path folder, String size) throws IOException {
    run("mount", "-t", "tmpfs", "-o", "size=" + size, "none", folder.toString());
    return new Volume(folder);
  }

  Path folder() {
    return folder;
  }

  /** Takes every byte that is left. */
  void fill() throws IOException {
    fill(new byte[1 << 20]);
    fill(new byte[1]);
  }

  private void fill(byte[] piece) throws IOException {
    try (OutputStream filling = Files.newOutputStream(folder.resolve("fill" + piece.length))) {
      while (isTaken(filling, piece)) {
        // until none is left
      }
    }
  }

  private static boolean isTaken(OutputStream filling, byte[] piece) {
    try {
      filling.write(piece);
      return true;
    } catch (IOException full) {
      return false;
    }
  }

  /** Gives them back. */
  void makeRoom() throws IOException {
    Files.delete(folder.resolve("fill1"));
    Files.delete(folder.resolve("fill" + (1 << 20)));
  }

  /** Unmounts it, also while somebody still has a file there. */
  @Override
  public void close() throws IOException {
    run("umount", "--lazy", folder.toString());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
  }
}

package dev.fanfare.bench.contender;

import dev.fanfare.bench.load.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** nginx with Nchan, as Debian packages it. */
final class Nchan implements Contender {
  /**
   * With Nchan loaded, Debian's nginx insists on a folder in {@code /var/lib/nginx}, whatever its
   * configuration says. It gets a {@code /var/lib} of its own: nothing on the machine is changed.
   */
  private static final List<String> OWN_VAR_LIB =
      List.of(
          "unshare",
          "--map-root-user",
          "--mount",
          "sh",
          "-c",
          "mount -t tmpfs none /var/lib && mkdir /var/lib/nginx && exec \"$@\"",
          "nginx");

  @Override
  public String name() {
    return "nchan";
  }

  @Override
  public String title() {
    return "Nchan (nginx)";
  }

  @Override
  public String prepare(Workshop workshop) {
    Path files = unpacked(workshop);
    String nginx = Shell.run(workshop.root(), List.of(nginx(files), "-v"));
    String module = Debian.version(files, "libnginx-mod-nchan");
    return module + " in nginx " + nginx.substring(nginx.lastIndexOf('/') + 1);
  }

  @Override
  public List<String> command(Workshop workshop, int port, Path scratch) {
    Path files = unpacked(workshop);
    try {
      String conf =
          Files.readString(workshop.peers().resolve("nchan.conf"))
              .replace("@MODULES@", files.resolve("usr/lib/nginx/modules").toString())
              .replace("@SCRATCH@", scratch.toString())
              .replace("@PORT@", Integer.toString(port));
      Path file = Files.writeString(scratch.resolve("nginx.conf"), conf);
      List<String> command = new ArrayList<>(OWN_VAR_LIB);
      command.addAll(
          List.of(nginx(files), "-p", scratch.toString(), "-e", "stderr", "-c", file.toString()));
      return command;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path unpacked(Workshop workshop) {
    return workshop.debian("nchan", "nginx", "libnginx-mod-nchan");
  }

  private static String nginx(Path files) {
    return files.resolve("usr/sbin/nginx").toString();
  }

  @Override
  public Wire wire(Credentials credentials) {
    return new Bare();
  }

  /** The channel stands in the path, and every frame is a message. */
  private static final class Bare implements Wire {
    @Override
    public String subscriberPath(String channel) {
      return "/sub/" + channel;
    }

    @Override
    public String publisherPath(String channel) {
      return "/pub/" + channel;
    }

    @Override
    public boolean publisherPerChannel() {
      return true;
    }

    @Override
    public void opened(Line line) {
      line.ready();
    }

    @Override
    public void heard(Line line, String message) {
      if (!line.publishes()) {
        line.fail("Nchan said " + message);
      }
    }

    @Override
    public String publish(String channel, long number, String payload) {
      return payload;
    }
  }
}

package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.App;
import java.util.List;

/** What became of reading a configuration file. */
public sealed interface Loaded {
  /**
   * The file is good.
   *
   * @param apps the apps of the file, with their secrets; version 0
   */
  record Accepted(FanfareConfig config, List<App> apps) implements Loaded {
    public Accepted {
      apps = List.copyOf(apps);
    }
  }

  /** The file is not usable; every problem that was found, in the order of the file. */
  record Refused(List<Problem> problems) implements Loaded {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}

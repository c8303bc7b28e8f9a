package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.apps.ConfigApps;
import dev.fanfare.gateway.boot.config.ConfigFile;
import dev.fanfare.gateway.boot.config.FanfareConfig;
import dev.fanfare.gateway.boot.config.Loaded;
import dev.fanfare.gateway.boot.config.Problem;
import dev.fanfare.gateway.boot.metrics.Metrics;
import dev.fanfare.protocol.App;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the file again when told to, and puts its apps, with those of the command line, into the
 * directory.
 */
final class AppSource {
  private static final Logger LOG = LoggerFactory.getLogger(AppSource.class);

  private final ConfigFile reader;
  private final Optional<Path> file;
  private final List<App> fixed;
  private final FanfareConfig started;
  private final ConfigApps apps;
  private final Metrics metrics;

  /**
   * A source whose apps are in the directory already.
   *
   * @param fixed apps that no reload changes
   * @param started what the file said at the start
   */
  AppSource(
      ConfigFile reader,
      Optional<Path> file,
      List<App> fixed,
      FanfareConfig started,
      ConfigApps apps,
      Metrics metrics) {
    this.reader = reader;
    this.file = file;
    this.fixed = List.copyOf(fixed);
    this.started = started;
    this.apps = apps;
    this.metrics = metrics;
    metrics.apps(apps.size());
  }

  /** Reads the file again; a mistake in it leaves everything as it is. Blocking. */
  synchronized void reload() {
    if (file.isEmpty()) {
      LOG.info("SIGHUP: there is no configuration file to read again.");
      return;
    }
    switch (reader.load(file.get())) {
      case Loaded.Refused refused -> refuse(refused.problems());
      case Loaded.Accepted accepted -> {
        Optional<String> clash = Clash.among(together(accepted.apps(), fixed));
        if (clash.isPresent()) {
          refuse(List.of(new Problem(file.get().toString(), 0, 0, clash.get())));
        } else {
          apply(accepted);
        }
      }
    }
  }

  static List<App> together(List<App> some, List<App> others) {
    List<App> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private void apply(Loaded.Accepted accepted) {
    ConfigApps.Change change = apps.replaceAll(together(accepted.apps(), fixed));
    metrics.apps(apps.size());
    metrics.reloaded(true);
    LOG.info(
        "Configuration read again: {} apps added, {} changed, {} removed.",
        change.added(),
        change.changed(),
        change.removed());
    if (!accepted.config().startsLike(started)) {
      LOG.warn(
          "Only apps and appLimits change without a restart; other changes of {} wait for one.",
          file.get());
    }
  }

  private void refuse(List<Problem> problems) {
    metrics.reloaded(false);
    problems.forEach(problem -> LOG.error("{}", problem));
    LOG.error("The configuration was not read again; what was in force stays in force.");
  }
}

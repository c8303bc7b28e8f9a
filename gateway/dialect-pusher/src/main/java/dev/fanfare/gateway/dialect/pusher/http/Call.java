package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.Exchange.Step;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Result;
import java.util.List;
import java.util.Optional;

/** One call of the API, once its signature could be read. Used once. */
interface Call {
  /** What is to be run first. */
  Next begin(Caller caller, byte[] body) throws Unreadable;

  /** What comes after the results, none of which is a refusal. */
  Next answered(List<Result> results) throws Unreadable;

  /** Who calls, for commands that need it. */
  record Caller(Presented credential) {}

  /** What comes next. */
  sealed interface Next {
    /** Run these commands. */
    record Run(List<Command> commands) implements Next {
      public Run {
        commands = List.copyOf(commands);
      }
    }

    /** Answer. */
    record Done(HttpAnswer answer) implements Next {}
  }

  /** The step of an exchange. */
  static Step step(Next next, Caller caller, AppId app) {
    return switch (next) {
      case Next.Run(List<Command> commands) ->
          new Step.Run(Optional.of(caller.credential()), commands, Optional.of(app));
      case Next.Done(HttpAnswer answer) -> new Step.Answer(answer);
    };
  }
}

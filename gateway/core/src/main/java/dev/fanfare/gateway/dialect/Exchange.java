package dev.fanfare.gateway.dialect;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Result;
import java.util.List;
import java.util.Optional;

/**
 * One HTTP request, from its body to its answer: a small pure state machine. Used once, by one
 * thread at a time.
 *
 * <p>{@link #begin} is called with the whole body; each {@link Step.Run} is followed by {@link
 * #answered} with one result for each command, in order, until a {@link Step.Answer} ends it.
 */
public interface Exchange {

  /** The request is complete. */
  Step begin(byte[] body);

  /** The commands of the last {@link Step.Run} have their results, one for each, in order. */
  Step answered(List<Result> results);

  /** What comes next. */
  sealed interface Step {
    /**
     * Run commands under a caller without a connection. Commands run in order; one that is refused
     * does not stop the next.
     *
     * @param credential who calls; absent: nobody, who may do nothing that needs a right. When it
     *     does not hold, every command is answered with the same refusal
     * @param app of which app the credential must be, where the request names one
     */
    record Run(Optional<Presented> credential, List<Command> commands, Optional<AppId> app)
        implements Step {
      public Run {
        commands = List.copyOf(commands);
      }

      /** The same where the credential alone names the app. */
      public Run(Optional<Presented> credential, List<Command> commands) {
        this(credential, commands, Optional.empty());
      }
    }

    /** The request is answered. */
    record Answer(HttpAnswer answer) implements Step {}
  }
}

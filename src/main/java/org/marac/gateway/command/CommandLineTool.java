package org.marac.gateway.command;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: with a verb the jar does that and ends. Exit status 0 done, 1 found false, 2 wrong usage. */
@Command(
        name = "marac-gateway",
        description = "The MARAC information-sharing gateway. Without a verb it runs; with one it does that and ends.",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            ProtocolVerbs.class,
            AuditVerbs.class,
            SendVerb.class,
            CertsVerbs.class,
            OnboardVerbs.class,
            HoldVerbs.class,
            BreakGlassVerbs.class,
            CandidateVerbs.class,
            NoticeVerbs.class,
            UnreadVerbs.class,
            UndeliveredVerbs.class,
            PeopleVerbs.class,
            CommandLine.HelpCommand.class
        })
public final class CommandLineTool {
    private CommandLineTool() {}

    /** Whether these arguments ask for a verb; otherwise they are settings of the gateway. */
    public static boolean isAsked(String[] arguments) {
        return arguments.length > 0 && !(arguments[0].startsWith("--") && arguments[0].contains("="));
    }

    /** Does what is asked and answers the exit status. */
    public static int run(String[] arguments) {
        // What a verb prints is its answer; a pool that starts is not news.
        LoggingSystem.get(CommandLineTool.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        return new CommandLine(new CommandLineTool())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    commandLine.getErr().println(failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }
}

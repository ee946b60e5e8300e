package org.marac.gateway.command;

import picocli.CommandLine.Command;

/** Connecting an agency's system. */
@Command(
        name = "onboard",
        description = "Connects an agency's system: writes what it needs, and tries its doors.",
        subcommands = {OnboardNewVerb.class, OnboardCheckVerb.class})
final class OnboardVerbs {
    private OnboardVerbs() {}
}

package org.marac.gateway.wiring;

import java.util.Optional;

/** Which version of the gateway is this? */
public final class Software {
    private Software() {}

    /** The version in the jar's manifest; {@code development} when it does not run from a jar. */
    public static String version() {
        return Optional.ofNullable(Software.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}

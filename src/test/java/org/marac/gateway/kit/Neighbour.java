package org.marac.gateway.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The example area with the MARAC of the next town as a party, Eastmere, in the place and with the keys of the general
 * practices.
 */
public final class Neighbour {
    public static final String EASTMERE = "eastmere-marac";

    private Neighbour() {}

    /** Makes it in the directory. */
    public static Path in(Path directory) throws IOException {
        Path area = HeldArea.in(
                directory,
                text -> text.replace("id: wenbury-gp\n", "id: " + EASTMERE + "\n")
                        .replace(
                                "name: Wenbury General Practice Federation\n    sector: health",
                                "name: Eastmere MARAC\n    sector: coordination"));
        Path signatures = area.resolve("v1/signatures");
        Files.move(signatures.resolve("wenbury-gp.p7s"), signatures.resolve(EASTMERE + ".p7s"));
        return area;
    }
}

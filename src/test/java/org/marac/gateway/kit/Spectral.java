package org.marac.gateway.kit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Spectral, a linter of OpenAPI and AsyncAPI documents that is not ours; where it is not installed, the test is skipped. */
public final class Spectral {
    private static final Path NODE = Path.of("src", "test", "node").toAbsolutePath();

    private Spectral() {}

    /**
     * Lints a document.
     *
     * @param rules a file beside the installed linter
     * @param worst from this severity on, what it finds makes its status something else than 0
     */
    public static Programs.Ended lint(String rules, String worst, Path document) {
        Path spectral = NODE.resolve("node_modules/.bin/spectral");
        assumeTrue(Programs.has("node"), "There is no node here");
        assumeTrue(Files.exists(spectral), "The linter is not installed: npm ci --prefix src/test/node");
        return Programs.run(
                NODE,
                List.of(
                        spectral.toString(),
                        "lint",
                        "--ruleset",
                        rules,
                        "--fail-severity",
                        worst,
                        document.toAbsolutePath().toString()));
    }
}

package org.marac.gateway.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.marac.gateway.seal.ExampleCertificates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Certificates for trying the gateway out. */
@Command(name = "certs", description = "Makes certificates.", subcommands = CertsVerbs.ExampleVerb.class)
final class CertsVerbs {
    private CertsVerbs() {}

    @Command(
            name = "example",
            description = "Writes example keys and certificates for the Wenbury agencies. EXAMPLE ONLY.")
    static final class ExampleVerb implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "where to")
        Path directory = Path.of("certs-example");

        @Override
        public Integer call() {
            new ExampleCertificates().write(directory);
            System.out.println("Written to " + directory + ". Everyone has these keys: production refuses them.");
            return 0;
        }
    }
}

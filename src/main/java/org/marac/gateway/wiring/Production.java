package org.marac.gateway.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.account.Accounts;
import org.marac.gateway.seal.ExampleCertificates;
import org.marac.gateway.storage.Transactions;

/** May this gateway be used in earnest? Not with anything whose secrets everyone knows, and each such thing alone is enough. */
final class Production {
    private Production() {}

    /**
     * Refuses example certificates: the gateway's own, those it lets agencies in by, the protocol's, the people's door's.
     *
     * @throws CannotStart naming the files
     */
    static void refuseExampleCertificates(GatewaySettings settings) {
        if (settings.mode() != GatewaySettings.Mode.PRODUCTION) {
            return;
        }
        List<Path> files = new ArrayList<>(
                List.of(settings.keys().authority(), settings.people().certificate()));
        Optional.ofNullable(settings.mail().authority()).ifPresent(files::add);
        files.addAll(pem(settings.keys().directory()));
        files.addAll(pem(settings.protocol().directory().resolve("trust")));
        List<Path> examples = ExampleCertificates.among(files);
        if (!examples.isEmpty()) {
            throw new CannotStart("gateway.mode=production refuses example keys and certificates: everyone has their"
                    + " private keys. Put your own in place of "
                    + examples.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
    }

    /** @throws CannotStart while an example account can sign in */
    static void refuseExampleAccounts(GatewaySettings settings, Transactions transactions, Accounts accounts) {
        boolean known = settings.mode() == GatewaySettings.Mode.PRODUCTION
                && transactions.read((Connection connection) -> accounts.list(connection)).stream()
                        .anyMatch(account -> account.example() && !account.disabled());
        if (known) {
            throw new CannotStart("gateway.mode=production refuses example accounts: everyone knows their passwords."
                    + " Disable them with: people disable --login LOGIN");
        }
    }

    private static List<Path> pem(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file ->
                            file.toString().endsWith(".crt") || file.toString().endsWith(".pem"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be read", e);
        }
    }
}

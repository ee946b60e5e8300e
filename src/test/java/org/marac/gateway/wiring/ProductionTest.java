package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.account.Accounts;
import org.marac.gateway.account.ExampleAccounts;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.record.FileKeyCustody;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Database;
import org.marac.gateway.storage.Transactions;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Production begins with nothing whose secrets everyone knows. */
class ProductionTest {
    private static final Path EXAMPLES = Path.of("certs-example");

    @TempDir
    Path directory;

    @BeforeEach
    void ownCertificatesEverywhere() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        Path own = directory.resolve("own.crt");
        Programs.Ended made = Programs.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/O=An area in earnest/CN=own",
                "-keyout",
                directory.resolve("own.key").toString(),
                "-out",
                own.toString());
        assertThat(made.status()).as(made.said()).isZero();
        for (String place : new String[] {
            "keys/tls.crt",
            "keys/sign.crt",
            "keys/encrypt.crt",
            "ca.crt",
            "people.crt",
            "area/trust/ca.crt",
            "area/trust/certificates/police.crt"
        }) {
            put(own, place);
        }
    }

    @Test
    void itBeginsWithOnesOwn() {
        assertThatCode(() -> Production.refuseExampleCertificates(settings("production")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "people/tls.crt, people.crt",
        "ca.crt, ca.crt",
        "gateway/tls.crt, keys/tls.crt",
        "gateway/sign.crt, keys/sign.crt",
        "gateway/encrypt.crt, keys/encrypt-previous.crt",
        "ca.crt, area/trust/ca.crt",
        "agencies/wenbury-police/sign.crt, area/trust/certificates/police.crt"
    })
    void itDoesNotBeginWithASingleExampleCertificate(String example, String place) throws IOException {
        put(EXAMPLES.resolve(example), place);

        assertThatThrownBy(() -> Production.refuseExampleCertificates(settings("production")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("refuses example keys and certificates")
                .hasMessageContaining(directory.resolve(place).toString());
        assertThatCode(() -> Production.refuseExampleCertificates(settings("example")))
                .doesNotThrowAnyException();
    }

    @Test
    void itDoesNotBeginWhileASingleExampleAccountCanSignIn() {
        try (Database database = Database.start(Databases.in(directory.resolve("data")))) {
            Transactions transactions = database.transactions();
            KeyCustody custody = FileKeyCustody.in(directory.resolve("kek"));
            Pseudonyms pseudonyms = transactions.write((Connection c) -> Pseudonyms.open(c, custody));
            Accounts accounts = LocalAccounts.over(pseudonyms, custody);
            Accounts.New example = ExampleAccounts.all().get(0);
            boolean added = transactions.write((Connection c) -> accounts.add(
                    c, example, ExampleAccounts.PASSWORD, ExampleAccounts.secret(example.login()), Instant.now()));
            assertThat(added).isTrue();

            assertThatThrownBy(() -> new PeopleWiring()
                            .accounts(pseudonyms, custody, settings("production"), transactions, Clock.systemUTC()))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("refuses example accounts");
            boolean disabled = transactions.write((Connection c) -> accounts.disable(c, example.login()));
            assertThat(disabled).isTrue();
            Accounts begun = new PeopleWiring()
                    .accounts(pseudonyms, custody, settings("production"), transactions, Clock.systemUTC());
            assertThat(transactions.read((Connection c) -> begun.list(c)))
                    .as("and makes none of its own")
                    .hasSize(1);
        }
    }

    private GatewaySettings settings(String mode) {
        Map<String, Object> values = new HashMap<>();
        values.put("gateway.mode", mode);
        values.put("gateway.keys.directory", directory.resolve("keys"));
        values.put("gateway.keys.authority", directory.resolve("ca.crt"));
        values.put("gateway.people.certificate", directory.resolve("people.crt"));
        values.put("gateway.protocol.directory", directory.resolve("area"));
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("gateway", GatewaySettings.class);
    }

    private void put(Path file, String place) throws IOException {
        Path to = directory.resolve(place);
        Files.createDirectories(to.getParent());
        Files.copy(file, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}

package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.Folders;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.seal.Certificates;

/** What lies in the directory of the protocol counts as it is now. */
class SignedAreaTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:30Z");
    private static final Path HOUSING = Path.of("certs-example/agencies/wenbury-housing/tls.crt");

    @TempDir
    Path directory;

    @Test
    void whoseCertificateANewListNamesIsNobodyAtOnceAndNotWhenTheMinuteIsOver() throws IOException {
        SignedArea area =
                SignedArea.read(Folders.copied(Path.of("protocol-config/wenbury"), directory.resolve("wenbury")));
        Digest certificate = Certificates.digestOf(HOUSING);
        assertThat(area.shelf().owner(certificate, AT)).contains(new AgencyId("wenbury-housing"));

        ExampleAuthority.revoke(
                directory.resolve("wenbury/trust/ca.crl"),
                AT.minus(Duration.ofDays(1)),
                AT.plus(Duration.ofDays(1)),
                HOUSING);

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(area.shelf().owner(certificate, AT)).isEmpty());
    }
}

package org.marac.gateway.mail;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import org.marac.gateway.model.Digest;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.MailSeal;
import org.marac.gateway.seal.Trust;

/** The seal with the gateway's example keys; it encrypts for nobody. */
final class TestSealing {
    private TestSealing() {}

    static Sealing of(Path trust, Predicate<Digest> pinned, Clock clock) {
        Trust read = Trust.read(trust);
        Certificates none = Certificates.read(trust);
        MailSeal seal = new MailSeal(Keyring.read(Path.of("certs-example/gateway")), () -> read, () -> none);
        return new Sealing(
                seal::layer,
                seal::decrypt,
                (cms, detached) -> seal.verify(cms, detached, pinned, clock.instant()),
                content -> seal.sign(content, clock.instant()),
                seal.micalg(),
                (content, recipient) -> Optional.empty());
    }
}

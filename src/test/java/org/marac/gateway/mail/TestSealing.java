package org.marac.gateway.mail;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Refused;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.MailSeal;
import org.marac.gateway.seal.SignedMail;
import org.marac.gateway.seal.Trust;

/** The seal with the gateway's example keys; it encrypts for nobody. */
record TestSealing(MailSeal seal, Predicate<Digest> pinned, Clock clock) implements Sealing {

    static TestSealing of(Path trust, Predicate<Digest> pinned, Clock clock) {
        Trust read = Trust.read(trust);
        Certificates none = Certificates.read(trust);
        return new TestSealing(
                new MailSeal(Keyring.read(Path.of("certs-example/gateway")), () -> read, () -> none), pinned, clock);
    }

    @Override
    public Kind kind(Bytes cms) {
        return Kind.valueOf(seal.kind(cms).name());
    }

    @Override
    public Bytes decrypt(Bytes cms) throws Refused {
        return seal.decrypt(cms);
    }

    @Override
    public Signed verify(Bytes cms, Optional<Bytes> detached) throws Refused {
        SignedMail signed = seal.verify(cms, detached, pinned, clock.instant());
        return new Signed(signed.content(), signed.signer(), signed.addresses(), signed.claimed());
    }

    @Override
    public Bytes sign(Bytes content) {
        return seal.sign(content, clock.instant());
    }

    @Override
    public String micalg() {
        return seal.micalg();
    }

    @Override
    public Optional<Bytes> encrypt(Bytes content, AgencyId recipient) {
        return Optional.empty();
    }
}

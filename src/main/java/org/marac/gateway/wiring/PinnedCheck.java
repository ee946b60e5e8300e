package org.marac.gateway.wiring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.protocol.CertificateCheck;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.PinnedCertificates;
import org.marac.gateway.seal.Trust;

/** Is a certificate that the protocol pins good? Told by the certificates at hand and the revocation lists as they were read last. */
record PinnedCheck(PinnedCertificates pinned, Supplier<Trust> trust, Supplier<Certificates> certificates)
        implements CertificateCheck {
    @Override
    public Optional<String> check(Digest certificate, Use use, Instant at) {
        return pinned.check(certificate, use, at);
    }

    @Override
    public Object basis() {
        return List.of(trust.get(), certificates.get());
    }
}

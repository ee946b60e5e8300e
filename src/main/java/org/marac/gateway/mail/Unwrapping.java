package org.marac.gateway.mail;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MailLayer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.SignedMail;

/**
 * Takes the layers of S/MIME off a mail (RFC 8551 section 3): signed; signed and then encrypted; or signed once more around that, by the same
 * signer. The whole mail is what was signed: a signature over a part of it, beside parts of others, says nothing of it.
 */
final class Unwrapping {
    private static final int MOST_LAYERS = 4;
    private static final Set<String> CMS = Set.of(
            "application/pkcs7-mime",
            "application/x-pkcs7-mime",
            "application/pkcs7-signature",
            "application/x-pkcs7-signature");
    private static final Set<String> SIGNATURE = Set.of("application/pkcs7-signature", "application/x-pkcs7-signature");

    private final Sealing sealing;

    Unwrapping(Sealing sealing) {
        this.sealing = sealing;
    }

    /**
     * What its signer signed.
     *
     * @param by the signature
     * @param content the part of MIME that was signed
     */
    record Unwrapped(SignedMail by, Entity content) {}

    /** The innermost layer, which must be a signature. */
    Unwrapped unwrap(Entity mail) throws Refused {
        Entity entity = mail;
        Optional<SignedMail> outside = Optional.empty();
        Optional<SignedMail> signed = Optional.empty();
        boolean encrypted = false;
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            MimeType type = entity.type();
            if (type.name().equals("multipart/signed")) {
                List<Entity> parts = entity.parts(3);
                signed = Optional.of(once(signed, outside, beside(parts)));
                entity = parts.get(0);
                continue;
            }
            if (!isCms(entity, type)) {
                break;
            }
            Bytes cms = Bytes.of(entity.decoded());
            MailLayer around = sealing.recognise().layer(cms);
            if (around == MailLayer.SIGNED) {
                signed = Optional.of(once(signed, outside, sealing.verify().verify(cms, Optional.empty())));
                entity = Entity.of(signed.get().content().toArray());
            } else if (around == MailLayer.ENCRYPTED && !encrypted) {
                encrypted = true;
                outside = signed;
                signed = Optional.empty();
                entity = Entity.of(sealing.decrypt().decrypt(cms).toArray());
            } else {
                throw new Refused(Refusal.of(RefusalCode.UNREADABLE, "not-smime"));
            }
        }
        return new Unwrapped(signed.orElseThrow(() -> bad("not-signed")), entity);
    }

    private SignedMail beside(List<Entity> parts) throws Refused {
        if (parts.size() != 2 || !SIGNATURE.contains(parts.get(1).type().name())) {
            throw new Refused(Refusal.of(RefusalCode.UNREADABLE, "not-smime"));
        }
        return sealing.verify()
                .verify(
                        Bytes.of(parts.get(1).decoded()),
                        Optional.of(Bytes.of(parts.get(0).raw())));
    }

    private static SignedMail once(Optional<SignedMail> before, Optional<SignedMail> outside, SignedMail now)
            throws Refused {
        if (before.isPresent()) {
            throw bad("signed-twice");
        }
        if (outside.isPresent() && !outside.get().signer().equals(now.signer())) {
            throw bad("signers-differ");
        }
        return now;
    }

    /** Some programs send what they call nothing but a file. */
    private static boolean isCms(Entity entity, MimeType type) throws Refused {
        return CMS.contains(type.name())
                || type.name().equals("application/octet-stream")
                        && Attachments.file(entity)
                                .filter(name -> name.endsWith(".p7m") || name.endsWith(".p7z"))
                                .isPresent();
    }

    private static Refused bad(String reason) {
        return new Refused(Refusal.of(RefusalCode.BAD_SIGNATURE, reason));
    }
}

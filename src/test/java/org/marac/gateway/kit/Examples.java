package org.marac.gateway.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Opened;

/** The example messages, with their placeholders filled. */
public final class Examples {
    public static final AgencyId SELF = new AgencyId("wenbury-marac");
    public static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    public static final AgencyId POLICE = new AgencyId("wenbury-police");
    public static final AgencyId IDVA = new AgencyId("haven-idva");
    public static final String ID = "0f8f5a52-6f0e-4b0c-8d58-0c2c2f3a9b11";
    public static final String CREATED = "2026-11-21T20:00:00Z";

    private Examples() {}

    /** The text of an example, for example {@code police-referral.json}. */
    public static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Examples.class.getResourceAsStream("/example/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${id}", ID)
                    .replace("${created}", CREATED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Content that came over a channel without a seal. */
    public static Opened plain(String text, MediaType type) {
        return new Opened(Bytes.utf8(text), type, Assurance.CHANNEL, Optional.empty(), Optional.empty());
    }
}

package org.marac.gateway.format;

import java.util.Base64;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.Refused;

/** Are the attached documents there, byte for byte? What they say is asked later. */
final class Documents {
    private Documents() {}

    static void check(Header header) throws Refused {
        for (int i = 0; i < header.attachments().size(); i++) {
            try {
                Base64.getDecoder().decode(header.attachments().get(i).data());
            } catch (IllegalArgumentException e) {
                Place place = Place.TOP.at("header").at("attachments").at(i).at("data");
                throw Refusals.invalid("not-base64", place.pointer());
            }
        }
    }
}

package org.marac.gateway.intake;

import java.io.IOException;
import java.nio.file.Path;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.format.Splitter;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/** Takes files apart as the gateway does. */
public final class RealSplitting implements Splitting {
    private final Splitter splitter = new Splitter(new Mappings(Path.of("routes", "mappings")));

    @Override
    public void split(AgencyId agency, Source file, Each each) throws Refused, IOException {
        splitter.split(agency, file::open, new Splitter.Each() {
            @Override
            public void row(int number, Bytes row) throws IOException {
                each.row(number, row);
            }

            @Override
            public void notRead(String place, String code) throws IOException {
                each.notRead(place, code);
            }
        });
    }
}

import { openMongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import type { CatalogueUnderTest, MakeCataloguePlace } from '../../contract/catalogue-under-test.js';
import { dropDatabase, freshDatabase } from '../servers/start-mongodb.js';

/** Places to keep catalogues in: each a database of its own on this server. */
export function placesOn(serverUrl: () => string): MakeCataloguePlace {
  return async () => {
    const url = freshDatabase(serverUrl());
    return { open: () => openTestCatalogue(url), remove: () => dropDatabase(url) };
  };
}

async function openTestCatalogue(url: string): Promise<CatalogueUnderTest> {
  const catalogue = await openMongoCatalogue(url);
  const { jobs, tokens, bookmarks } = catalogue;
  return {
    ...catalogue.of(DEFAULT_TENANT),
    ...{ jobs, tokens, bookmarks },
    under: (claim) => catalogue.of(DEFAULT_TENANT, claim),
    close: () => catalogue.close(),
  };
}

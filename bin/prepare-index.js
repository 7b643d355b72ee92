// Run once after installing: saves the index of the shipped knowledge, so that the first start is as fast as the others.
// Installing never fails over it; without a saved index the first start builds it.
try {
  const { readConfig } = await import('../dist/config.js');
  const { openLibrary } = await import('../dist/library.js');
  const { knowledge, cacheFolder } = readConfig();
  openLibrary(knowledge, { cacheFolder });
} catch (error) {
  console.error(`publius: the index will be built at the first start (${error.message})`);
}

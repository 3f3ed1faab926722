export default function SlowLoading() {
  return <p id="loading">Loading the slow page</p>;
}

// C = A * transpose(B) over int8, with exact int32 sums: whatever order a card adds in, every card
// and every processor gives the same bits.
//
// A, B: n rows of n bytes, read four at a time. C: n rows of n int32. n is a multiple of 64.
// One block of 16 x 16 threads for each tile of C. `cargo xtask ptx` makes matmul.ptx of this file.

#define TILE 16

extern "C" __global__ void matmul_s8(const int *a, const int *b, int *c, unsigned n)
{
    // One column more than needed, so that a column's words lie in different banks.
    __shared__ int left[TILE][TILE + 1];
    __shared__ int right[TILE][TILE + 1];

    const unsigned words = n / 4;
    const unsigned x = threadIdx.x;
    const unsigned y = threadIdx.y;
    const size_t row = (size_t)blockIdx.y * TILE + y;
    const size_t column = (size_t)blockIdx.x * TILE;

    int sum = 0;
    for (unsigned k = 0; k < words; k += TILE) {
        left[y][x] = a[row * words + k + x];
        right[y][x] = b[(column + y) * words + k + x];
        __syncthreads();
        for (unsigned i = 0; i < TILE; i++) {
            sum = __dp4a(left[y][i], right[x][i], sum);
        }
        __syncthreads();
    }
    c[row * n + column + x] = sum;
}
